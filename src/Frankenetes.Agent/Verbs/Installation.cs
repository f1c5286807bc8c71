using Microsoft.Extensions.Logging;

namespace Frankenetes.Agent.Verbs;

/// <summary>
/// Copies this executable into a folder. A group's init container does it from the share into a volume on local disk: a program that is paged from a
/// share dies with the share.
/// </summary>
internal static class Installation
{
    private const string FileName = "frankenetes-agent";

    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public static int Run(string folder, ILogger logger)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Copy(Environment.ProcessPath!, Path.Combine(folder, FileName));
            logger.LogInformation("installed to {Folder}", folder);
            return ExitCodes.Ended;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogError("cannot install to {Folder}: {Reason}", folder, failure.Message);
            return ExitCodes.Failed;
        }
    }

    /// <summary>Whoever looks sees the old file or the whole new one, also after a crash.</summary>
    internal static void Copy(string source, string target)
    {
        var unfinished = $"{target}.{Environment.ProcessId}.new";
        using (var from = File.OpenRead(source))
        using (var to = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        {
            from.CopyTo(to, 1024 * 1024);
            File.SetUnixFileMode(to.SafeFileHandle, Executable);
            to.Flush(flushToDisk: true);
        }
        File.Move(unfinished, target, overwrite: true);
    }
}
