using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Kubeconfigs;

namespace Frankenetes.Clusters.Components;

/// <summary>kube-scheduler.</summary>
internal static class Scheduler
{
    public const string Name = "kube-scheduler";
    public const string Folder = "/etc/kubernetes/scheduler";

    public static IReadOnlyList<string> Command(KubernetesVersion version) => CommandLine.Of(Name, version, Flags());

    /// <summary>The files of its secret volume.</summary>
    public static IReadOnlyDictionary<string, string> Files(ClusterKeys keys, Leaves leaves) => new Dictionary<string, string>
    {
        ["kubeconfig"] = Kubeconfig.ForComponent(Name, keys.Cluster.Certificate, leaves.Scheduler()),
        ["client-ca.crt"] = keys.Cluster.Certificate + keys.RequestSigning.Certificate,
        ["front-proxy-ca.crt"] = keys.FrontProxy.Certificate,
    };

    private static Dictionary<string, string> Flags() => new()
    {
        ["bind-address"] = "127.0.0.1",
        ["kubeconfig"] = $"{Folder}/kubeconfig",
        ["authentication-kubeconfig"] = $"{Folder}/kubeconfig",
        ["authorization-kubeconfig"] = $"{Folder}/kubeconfig",
        ["client-ca-file"] = $"{Folder}/client-ca.crt",
        ["requestheader-client-ca-file"] = $"{Folder}/front-proxy-ca.crt",
        ["leader-elect"] = "true",
        // How long it may sleep after the API server is up; the default is twice that.
        ["leader-elect-retry-period"] = "1s",
        ["tls-min-version"] = "VersionTLS12",
        ["profiling"] = "false",
    };
}
