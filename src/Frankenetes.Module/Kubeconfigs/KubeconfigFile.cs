using Frankenetes.Clusters.Observation;
using Frankenetes.Module.Connections;

namespace Frankenetes.Module.Kubeconfigs;

/// <summary>What the cmdlets that write kubeconfigs share.</summary>
internal static class KubeconfigFile
{
    /// <summary>The file that kubectl changes: the first of KUBECONFIG, else ~/.kube/config.</summary>
    public static string OfKubectl => Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() is { } first
        ? Path.GetFullPath(first)
        : Path.Combine(MachinePaths.Home, ".kube", "config");

    public static async Task<string> TextAsync(string cluster, string? user, IReadOnlyList<string> groups, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        return await new ClusterReader(connection, ClusterHost.Options).KubeconfigAsync(cluster, user, groups, stop).ConfigureAwait(false);
    }
}
