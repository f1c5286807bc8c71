using System.Runtime.InteropServices;

namespace Frankenetes.Agent.Processes;

/// <summary>The C library's calls that .NET does not offer.</summary>
internal static partial class LibC
{
    private const int NoHang = 1;
    private const int BrokenPipe = 13;

    /// <summary>Takes the exit status of a child that ended.</summary>
    public static void Reap(int processId) => _ = WaitProcess(processId, out _, NoHang);

    /// <summary>Becomes another program. The runtime has SIGPIPE ignored, which would be handed on.</summary>
    public static void Replace(string file, string?[] arguments, string?[] environment)
    {
        SetSignal(BrokenPipe, 0);
        _ = Execute(file, [.. arguments, null], [.. environment, null]);
    }

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string file, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitProcess(int processId, out int status, int options);
}
