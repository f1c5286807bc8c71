using System.Globalization;
using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Files;

/// <summary>
/// Fills a volume as a kubelet does: files lie in a folder with a time in its name, the link <c>..data</c> points to it, and links to what is behind that are what programs open. A change makes a new folder and
/// renames one link, so a reader sees all of the old or all of the new.
/// </summary>
internal static class VolumeWriter
{
    private const string Data = "..data";
    private const string NewData = "..data_tmp";

    // Whoever the pod's programs run as renews the files, and what root wrote must not hinder that.
    private const UnixFileMode FolderMode = (UnixFileMode)0b111_111_111;

    /// <summary>Writes all files and takes away those that are there no more.</summary>
    /// <exception cref="IOException">It cannot be written; the old files are as they were.</exception>
    public static void Write(FileVolume volume)
    {
        foreach (var file in volume.Files) Check(file.Path);
        var folder = $"..{DateTime.UtcNow.ToString("yyyy_MM_dd_HH_mm_ss.fffffff", CultureInfo.InvariantCulture)}";
        var target = Path.Combine(volume.Path, folder);
        try
        {
            MakeFolder(target);
            foreach (var file in volume.Files) Write(target, file);
        }
        catch
        {
            if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
            throw;
        }
        Swap(volume, folder);
    }

    private static void Swap(FileVolume volume, string folder)
    {
        var (link, fresh) = (Path.Combine(volume.Path, Data), Path.Combine(volume.Path, NewData));
        var old = new FileInfo(link).LinkTarget;
        File.Delete(fresh);
        File.CreateSymbolicLink(fresh, folder);
        LibC.Rename(fresh, link);
        var tops = volume.Files.Select(file => file.Path.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var top in tops.Where(top => new FileInfo(Path.Combine(volume.Path, top)).LinkTarget is null)) File.CreateSymbolicLink(Path.Combine(volume.Path, top), $"{Data}/{top}");
        foreach (var entry in new DirectoryInfo(volume.Path).EnumerateFileSystemInfos().Where(entry => !tops.Contains(entry.Name) && entry.LinkTarget?.StartsWith(Data + "/", StringComparison.Ordinal) == true)) File.Delete(entry.FullName);
        if (old is not null && old != folder && IsFolderOfOurs(old) && Directory.Exists(Path.Combine(volume.Path, old))) Directory.Delete(Path.Combine(volume.Path, old), recursive: true);
    }

    // The pod's other containers can write links too: none of theirs leads out of the volume.
    private static bool IsFolderOfOurs(string name) => name.Length > 2 && name.StartsWith("..", StringComparison.Ordinal) && !name.Contains('/');

    private static void Write(string target, VolumeFile file)
    {
        var path = Path.Combine(target, file.Path);
        for (var (at, parts) = (0, file.Path.Split('/')); at < parts.Length - 1; at++) MakeFolder(Path.Combine([target, .. parts[..(at + 1)]]));
        using (var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
        {
            to.Write(file.Content);
            File.SetUnixFileMode(to.SafeFileHandle, (UnixFileMode)(file.Mode & 0b111_111_111));
        }
        if (file.User is not null || file.Group is not null) LibC.ChangeOwner(path, file.User ?? -1, file.Group ?? -1);
    }

    private static void MakeFolder(string path)
    {
        Directory.CreateDirectory(path);
        File.SetUnixFileMode(path, FolderMode);
    }

    // Kubernetes refuses such paths; whoever sends them is not to be trusted with files elsewhere.
    private static void Check(string path)
    {
        if (path.Length == 0 || path.StartsWith('/') || path.Split('/').Any(part => part is "" or "." or ".." || part.StartsWith("..", StringComparison.Ordinal)))
            throw new IOException($"'{path}' is no path below a volume");
    }
}
