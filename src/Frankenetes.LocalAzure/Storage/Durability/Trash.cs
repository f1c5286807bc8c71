namespace Frankenetes.LocalAzure.Storage.Durability;

/// <summary>Removes whole folders in two steps, one rename and then the slow removal, so that a crash never leaves half of one in use.</summary>
internal static class Trash
{
    private const string Prefix = ".removed-";

    /// <summary>Takes a folder out of use at once and removes it.</summary>
    public static void Remove(string directory) => Empty(Take(directory));

    /// <summary>Takes a folder out of use: after this, no restart brings it back.</summary>
    /// <returns>Where it waits to be removed.</returns>
    public static string Take(string directory)
    {
        var parent = Path.GetDirectoryName(directory)!;
        var doomed = Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        Directory.Move(directory, doomed);
        DurableFile.SyncDirectory(parent);
        return doomed;
    }

    /// <summary>Removes what <see cref="Take"/> took, which may be slow.</summary>
    public static void Empty(string doomed)
    {
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
