using System.Diagnostics;
using Frankenetes.Clusters;
using Frankenetes.Clusters.Records;

namespace Frankenetes.Module.Connections;

/// <summary>What operations on clusters take from this machine and process.</summary>
internal static class ClusterHost
{
    public static ClusterOptions Options { get; } = new() { AgentPath = PackagePaths.Agent, PodAgentPath = PackagePaths.PodAgent, Locks = Locks(Self()) };

    private static ClusterLocks Locks(LockHolder self) => new(self, new LeaseJournal(MachinePaths.Locks, self, IsAlive), TimeProvider.System);

    private static LockHolder Self()
    {
        using var process = Process.GetCurrentProcess();
        return new LockHolder(Environment.MachineName, process.Id, process.StartTime.ToUniversalTime());
    }

    // Process ids come back: a process that started at another time is another one.
    private static bool IsAlive(LockHolder holder)
    {
        try
        {
            using var process = Process.GetProcessById(holder.ProcessId);
            return (process.StartTime.ToUniversalTime() - holder.ProcessStart.UtcDateTime).Duration() < TimeSpan.FromSeconds(2);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
