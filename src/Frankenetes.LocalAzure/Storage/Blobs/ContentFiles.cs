using System.Security.Cryptography;
using System.Text;
using Frankenetes.LocalAzure.Storage.Durability;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>The files that hold blobs' bytes, in one flat folder. A file counts only through a record that names it, or as a staged block by its own name.</summary>
internal sealed class ContentFiles(string directory)
{
    private const string StagedPrefix = "staged.";

    /// <summary>The folder.</summary>
    public string Directory { get; } = directory;

    /// <summary>A name that is safe as a file name and differs for every blob name.</summary>
    public static string Key(string blobName) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(blobName)))[..40];

    /// <summary>A new file's name.</summary>
    public static string NewName() => Guid.NewGuid().ToString("N");

    /// <summary>A new staged block's file name; blob and block can be read off it again.</summary>
    public static string NewStagedName(string blobName, string blockId) =>
        $"{StagedPrefix}{Key(blobName)}.{Convert.ToHexStringLower(Convert.FromBase64String(blockId))}.{Guid.NewGuid():N}";

    /// <summary>Takes a staged block's file name apart; false for other files.</summary>
    public static bool TryParseStaged(string file, out string blobKey, out string blockId)
    {
        var fields = file.Split('.');
        var staged = file.StartsWith(StagedPrefix, StringComparison.Ordinal) && fields.Length == 4;
        blobKey = staged ? fields[1] : string.Empty;
        blockId = staged ? Convert.ToBase64String(Convert.FromHexString(fields[2])) : string.Empty;
        return staged;
    }

    /// <summary>Creates a private file of this name for writing.</summary>
    public FileStream Create(string file) => new(PathOf(file), DurableFile.NewPrivateFile);

    /// <summary>Opens a file for reading; it stays readable when it is removed meanwhile.</summary>
    public FileStream Open(string file) => new(PathOf(file), new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
    });

    /// <summary>Writes a run of bytes at an offset and makes them last. What was there beyond the committed length is overwritten.</summary>
    public async Task WriteAtAsync(string file, long offset, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        using var stream = OpenForAppend(file);
        await RandomAccess.WriteAsync(stream.SafeFileHandle, bytes, offset, stop).ConfigureAwait(false);
        RandomAccess.FlushToDisk(stream.SafeFileHandle);
    }

    /// <summary>Opens or creates a private file for writing at any offset.</summary>
    public FileStream OpenForAppend(string file)
    {
        var options = DurableFile.NewPrivateFile;
        options.Mode = FileMode.OpenOrCreate;
        return new FileStream(PathOf(file), options);
    }

    /// <summary>Gives a file another name, for good.</summary>
    public void Rename(string file, string newName)
    {
        File.Move(PathOf(file), PathOf(newName));
        DurableFile.SyncDirectory(Directory);
    }

    /// <summary>Removes files. Absent ones are fine.</summary>
    public void Remove(IEnumerable<string> files)
    {
        foreach (var file in files) File.Delete(PathOf(file));
    }

    /// <summary>Where a file lies.</summary>
    public string PathOf(string file) => Path.Combine(Directory, file);
}
