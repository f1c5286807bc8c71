namespace Frankenetes.LocalAzure.Storage.Durability;

/// <summary>Removes whole folders in two steps, one rename and then the slow removal, so that a crash never leaves half of one in use.</summary>
internal static class Trash
{
    private const string Prefix = ".removed-";

    /// <summary>Takes a folder out of use at once and removes it. An absent one is fine.</summary>
    public static void Remove(string directory)
    {
        if (!Directory.Exists(directory)) return;
        var parent = Path.GetDirectoryName(directory)!;
        var doomed = Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        Directory.Move(directory, doomed);
        DurableFile.SyncDirectory(parent);
        try
        {
            Directory.Delete(doomed, recursive: true);
        }
        catch (IOException)
        {
            // A container that still has the folder mounted may be writing into it: it is out of use, and the next start removes the rest.
        }
    }

    /// <summary>Removes what a crash left behind of earlier removals and unfinished files directly in a folder.</summary>
    public static void Sweep(string directory)
    {
        foreach (var doomed in Directory.EnumerateDirectories(directory, Prefix + "*")) Directory.Delete(doomed, recursive: true);
        foreach (var unfinished in Directory.EnumerateFiles(directory, "*" + DurableFile.TemporarySuffix)) File.Delete(unfinished);
    }
}
