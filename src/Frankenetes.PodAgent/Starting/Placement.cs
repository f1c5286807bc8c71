using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Starting;

/// <summary>Part of a volume at a place of its own, which ACI cannot mount.</summary>
/// <param name="From">Where it lies in the volume.</param>
/// <param name="To">Where the program looks for it.</param>
/// <param name="IsLink">A link: what is written goes into the volume, where a folder is made if there is nothing. Otherwise a copy, which stays as it is for this run, as with kubelets.</param>
internal sealed record Placement(string From, string To, bool IsLink)
{
    public string To { get; } = Path.TrimEndingDirectorySeparator(To);

    /// <exception cref="IOException">It cannot be put there; the message says why and what to do.</exception>
    public void Do()
    {
        try
        {
            if (IsLink) Link();
            else Copy();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{From} cannot be put at {To}, as the pod's subPath asks: {FileFailure.Reason(failure)} (this container runs as user {LibC.EffectiveUser()}); mount the whole volume at a folder of its own", failure);
        }
    }

    private void Link()
    {
        if (!Path.Exists(From)) Directory.CreateDirectory(From);
        Clear();
        File.CreateSymbolicLink(To, From);
    }

    private void Copy()
    {
        if (!Path.Exists(From)) throw new IOException("there is no such file in the volume");
        Clear();
        if (Directory.Exists(From)) CopyFolder(From, To);
        else CopyFile(From, To);
    }

    // What the image has there would be hidden by a mount. What is mounted there is not the image's.
    private void Clear()
    {
        if (Directory.Exists(To) && new DirectoryInfo(To).LinkTarget is null)
        {
            if (MountPoints.Within(To) is { } mounted) throw new IOException($"a volume is mounted at {mounted}");
            Directory.Delete(To, recursive: true);
        }
        else if (Path.Exists(To) || new FileInfo(To).LinkTarget is not null) File.Delete(To);
        else Directory.CreateDirectory(Path.GetDirectoryName(To) ?? "/");
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) CopyFile(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from)) CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static void CopyFile(string from, string to)
    {
        // Files of volumes are links to their present version.
        File.WriteAllBytes(to, File.ReadAllBytes(from));
        File.SetUnixFileMode(to, File.GetUnixFileMode(File.ResolveLinkTarget(from, returnFinalTarget: true)?.FullName ?? from));
    }
}
