using Frankenetes.EtcdKeeper.Configuration;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper;

/// <summary>Owns a cluster's etcd: restores and starts it, guards the way to it, keeps its snapshots, and seals it for a suspend.</summary>
public static class Keeper
{
    /// <summary>Runs one keeper until it is told to stop; etcd has ended when it returns.</summary>
    /// <param name="configPath">keeper.json, as docs/contracts.md section 5 states it.</param>
    /// <param name="loggers">Where it logs: categories `keeper`, `gate`, `etcd`, `trial`. No line holds a secret.</param>
    /// <param name="stop">Ends it: the gate closes, etcd is asked to end and waited for.</param>
    /// <returns>The exit code: 0 ended as told, 1 failed, 2 the configuration is not valid.</returns>
    public static Task<int> RunAsync(string configPath, ILoggerFactory loggers, CancellationToken stop) => RunAsync(configPath, loggers, TimeProvider.System, stop);

    internal static async Task<int> RunAsync(string configPath, ILoggerFactory loggers, TimeProvider time, CancellationToken stop)
    {
        try
        {
            var configuration = KeeperConfigurationFile.Read(configPath);
            return await new ClusterKeeper(configuration, loggers, time).RunAsync(stop);
        }
        catch (KeeperConfigurationException e)
        {
            loggers.CreateLogger("keeper").LogError("{Reason}", e.Message);
            return 2;
        }
    }
}
