using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>What .NET's Process leaves out for the programs that the keeper runs.</summary>
internal static partial class ChildProcess
{
    private const int SigTerm = 15;

    public static ProcessStartInfo Describe(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // etcd and etcdutl take every flag from ETCD_* too; what an image happens to set must not steer them.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ETCD", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        return start;
    }

    /// <summary>Asks a process to end; one that has ended already is left alone.</summary>
    public static void Terminate(Process process)
    {
        if (!process.HasExited)
            _ = Kill(process.Id, SigTerm);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
