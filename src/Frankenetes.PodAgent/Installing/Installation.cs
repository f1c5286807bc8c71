namespace Frankenetes.PodAgent.Installing;

/// <summary>Copies this executable from the share, where it may vanish, into a volume of the pod, where every container finds it.</summary>
internal static class Installation
{
    public const string FileName = "frankenetes-pod";

    // Nobody writes it, everybody runs it.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Whoever looks sees none, the old file or the whole new one, also after a crash.</summary>
    public static void Run(string source, string folder)
    {
        Directory.CreateDirectory(folder);
        var target = Path.Combine(folder, FileName);
        var unfinished = $"{target}.{Environment.ProcessId}.new";
        using (var from = File.OpenRead(source))
        using (var to = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            from.CopyTo(to, 256 * 1024);
            File.SetUnixFileMode(to.SafeFileHandle, Mode);
            to.Flush(flushToDisk: true);
        }
        File.Move(unfinished, target, overwrite: true);
    }
}
