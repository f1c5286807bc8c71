namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>After a start: tells committed content, staged blocks and leftovers of a crash apart, and removes the last.</summary>
internal static class ContentSweep
{
    public static void Run(BlobContainer container, DateTimeOffset now)
    {
        var used = container.Records.SelectMany(record => record.Parts).Select(part => part.File).ToHashSet(StringComparer.Ordinal);
        var byKey = container.Records.ToDictionary(record => ContentFiles.Key(record.Name), StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(container.Files.Directory))
        {
            var file = new FileInfo(path);
            if (used.Contains(file.Name)) continue;
            if (IsStaged(file, byKey, now, out var key, out var blockId)) container.Staged.AddFound(key, new StagedBlock(blockId, file.Name, file.Length, file.LastWriteTimeUtc));
            else file.Delete();
        }
    }

    // A commit voids every block staged before it, and staging stamps its file with the service's clock.
    private static bool IsStaged(FileInfo file, Dictionary<string, BlobRecord> byKey, DateTimeOffset now, out string key, out string blockId)
    {
        if (!ContentFiles.TryParseStaged(file.Name, out key, out blockId)) return false;
        if (now - file.LastWriteTimeUtc > StagedBlocks.Retention) return false;
        return !byKey.TryGetValue(key, out var record) || file.LastWriteTimeUtc > record.ContentAt;
    }
}
