using System.Runtime.InteropServices;

namespace Frankenetes.Agent.Processes;

/// <summary>The C library's calls that .NET does not offer.</summary>
internal static partial class LibC
{
    private const int NoHang = 1;

    /// <summary>Takes the exit status of a child that ended.</summary>
    public static void Reap(int processId) => _ = WaitProcess(processId, out _, NoHang);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitProcess(int processId, out int status, int options);
}
