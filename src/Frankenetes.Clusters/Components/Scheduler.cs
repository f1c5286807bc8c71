using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Components;

/// <summary>kube-scheduler.</summary>
internal static class Scheduler
{
    public const string Name = "kube-scheduler";
    public const string Folder = "/etc/kubernetes/scheduler";

    public static IReadOnlyList<string> Command(KubernetesVersion version, string apiServer) => Agent.WhenAllowed(Name, Folder, apiServer, CommandLine.Of(Name, version, Flags()));

    /// <summary>The files of its secret volume.</summary>
    public static IReadOnlyDictionary<string, string> Files(ClusterKeys keys, Leaves leaves, string apiServer) => new Dictionary<string, string>(Agent.ClientFiles(Name, apiServer, keys.Cluster.Certificate, leaves.Scheduler()))
    {
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
        ["tls-min-version"] = "VersionTLS12",
        ["profiling"] = "false",
    };
}
