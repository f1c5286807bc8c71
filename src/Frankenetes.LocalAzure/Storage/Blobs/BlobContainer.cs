using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Frankenetes.LocalAzure.Storage.Durability;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>A container and its blobs. Records are in memory as they are on disk; a change is on disk before anyone sees it.</summary>
internal sealed class BlobContainer
{
    private const string DocumentName = "container.json";
    private readonly ConcurrentDictionary<string, BlobRecord> _records = new(StringComparer.Ordinal);
    private readonly KeyedLocks _locks = new();
    private readonly string _recordsDirectory;
    private volatile ContainerDocument _document;

    /// <summary>Opens a container folder, or makes one for a new container.</summary>
    public BlobContainer(string directory, ContainerDocument document)
    {
        Directory = directory;
        _document = document;
        _recordsDirectory = Path.Combine(directory, "blobs");
        Files = new ContentFiles(Path.Combine(directory, "content"));
        Staged = new StagedBlocks(Files);
    }

    public string Directory { get; }

    public ContentFiles Files { get; }

    /// <summary>Staged blocks; use them under the blob's lock.</summary>
    public StagedBlocks Staged { get; }

    public ContainerDocument Document => _document;

    /// <summary>All committed blobs, in no order.</summary>
    public IEnumerable<BlobRecord> Records => _records.Values;

    /// <summary>The document in a folder; null when the container was never finished.</summary>
    public static ContainerDocument? ReadDocument(string directory)
    {
        var path = Path.Combine(directory, DocumentName);
        return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), BlobJson.Default.ContainerDocument) : null;
    }

    /// <summary>Makes the folders of a new container; the document comes last and makes it one.</summary>
    public void Initialize()
    {
        DurableFile.CreatePrivateDirectory(_recordsDirectory);
        DurableFile.CreatePrivateDirectory(Files.Directory);
        Save(_document);
    }

    /// <summary>Reads the blobs of an existing container and removes what crashes left.</summary>
    public void Load(DateTimeOffset now)
    {
        Trash.Sweep(Directory);
        Trash.Sweep(_recordsDirectory);
        foreach (var path in System.IO.Directory.EnumerateFiles(_recordsDirectory, "*.json"))
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), BlobJson.Default.BlobRecord) ?? throw new InvalidDataException($"{path} holds no blob.");
            _records[record.Name] = record;
        }

        ContentSweep.Run(this, now);
    }

    /// <summary>Replaces the container's own document. The caller holds the container's lock.</summary>
    public void Save(ContainerDocument document)
    {
        DurableFile.Replace(Path.Combine(Directory, DocumentName), JsonSerializer.SerializeToUtf8Bytes(document, BlobJson.Default.ContainerDocument));
        _document = document;
    }

    /// <summary>Waits for a blob's lock.</summary>
    public Task<IDisposable> LockAsync(string blobName, CancellationToken stop) => _locks.AcquireAsync(blobName, stop);

    public bool TryGet(string blobName, [NotNullWhen(true)] out BlobRecord? record) => _records.TryGetValue(blobName, out record);

    /// <summary>Makes a record the blob's state and removes the content it no longer uses. The caller holds the blob's lock.</summary>
    public void Commit(BlobRecord record)
    {
        _records.TryGetValue(record.Name, out var before);
        DurableFile.Replace(RecordPath(record.Name), JsonSerializer.SerializeToUtf8Bytes(record, BlobJson.Default.BlobRecord));
        _records[record.Name] = record;
        if (before is not null && !ReferenceEquals(before.Parts, record.Parts)) Files.Remove(Unused(before, record));
    }

    /// <summary>Removes a blob with its content and staged blocks. The caller holds the blob's lock.</summary>
    public void Remove(BlobRecord record)
    {
        File.Delete(RecordPath(record.Name));
        DurableFile.SyncDirectory(_recordsDirectory);
        _records.TryRemove(record.Name, out _);
        Files.Remove(record.Parts.Select(part => part.File));
        Staged.Clear(record.Name, []);
    }

    private static IEnumerable<string> Unused(BlobRecord before, BlobRecord now) =>
        before.Parts.Select(part => part.File).Except(now.Parts.Select(part => part.File), StringComparer.Ordinal);

    private string RecordPath(string blobName) => Path.Combine(_recordsDirectory, ContentFiles.Key(blobName) + ".json");
}
