using System.Runtime.InteropServices;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>POSIX signals to processes of our own.</summary>
internal static partial class Signals
{
    public const int Terminate = 15;

    /// <summary>A process that is gone is no error.</summary>
    public static void Send(int processId, int signal) => _ = Kill(processId, signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
