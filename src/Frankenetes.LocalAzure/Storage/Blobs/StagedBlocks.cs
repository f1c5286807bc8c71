using System.Collections.Concurrent;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>The staged blocks of a container's blobs. The caller holds the blob's lock.</summary>
internal sealed class StagedBlocks(ContentFiles files)
{
    /// <summary>How long Azure keeps blocks that nobody commits.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<string, Dictionary<string, StagedBlock>> _blobs = new(StringComparer.Ordinal);

    /// <summary>The blocks of a blob, by id.</summary>
    public IReadOnlyDictionary<string, StagedBlock> Of(string blobName) =>
        _blobs.TryGetValue(ContentFiles.Key(blobName), out var blocks) ? blocks : new Dictionary<string, StagedBlock>();

    /// <summary>Takes a block in; an earlier one of the same id is void.</summary>
    public void Add(string blobName, StagedBlock block) => Add(_blobs.GetOrAdd(ContentFiles.Key(blobName), _ => []), block);

    /// <summary>Takes in a block found on disk at start.</summary>
    public void AddFound(string blobKey, StagedBlock block)
    {
        var blocks = _blobs.GetOrAdd(blobKey, _ => []);
        if (blocks.TryGetValue(block.BlockId, out var other) && other.StagedAt > block.StagedAt) files.Remove([block.File]);
        else Add(blocks, block);
    }

    /// <summary>Forgets a blob's blocks and removes the files of those that were not committed.</summary>
    public void Clear(string blobName, IReadOnlyCollection<BlobPart> committed)
    {
        if (!_blobs.TryRemove(ContentFiles.Key(blobName), out var blocks)) return;
        var kept = committed.Select(part => part.File).ToHashSet(StringComparer.Ordinal);
        files.Remove(blocks.Values.Select(block => block.File).Where(file => !kept.Contains(file)));
    }

    private void Add(Dictionary<string, StagedBlock> blocks, StagedBlock block)
    {
        if (blocks.TryGetValue(block.BlockId, out var earlier)) files.Remove([earlier.File]);
        blocks[block.BlockId] = block;
    }
}
