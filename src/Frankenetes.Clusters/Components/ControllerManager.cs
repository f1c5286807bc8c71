using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Components;

/// <summary>kube-controller-manager.</summary>
internal static class ControllerManager
{
    public const string Name = "kube-controller-manager";
    public const string Folder = "/etc/kubernetes/controller-manager";

    public static IReadOnlyList<string> Command(KubernetesVersion version, string apiServer) => Agent.WhenAllowed(Name, Folder, apiServer, CommandLine.Of(Name, version, Flags()));

    /// <summary>The files of its secret volume. The CSR-signing CA's key is the one CA key it is given.</summary>
    public static IReadOnlyDictionary<string, string> Files(ClusterKeys keys, Leaves leaves, string apiServer) => new Dictionary<string, string>(Agent.ClientFiles(Name, apiServer, keys.Cluster.Certificate, leaves.ControllerManager()))
    {
        ["client-ca.crt"] = keys.Cluster.Certificate + keys.RequestSigning.Certificate,
        ["front-proxy-ca.crt"] = keys.FrontProxy.Certificate,
        ["sa.key"] = keys.ServiceAccountKey,
        ["signing-ca.crt"] = keys.RequestSigning.Certificate,
        ["signing-ca.key"] = keys.RequestSigning.Key,
    };

    private static Dictionary<string, string> Flags() => new()
    {
        ["bind-address"] = "127.0.0.1",
        ["kubeconfig"] = $"{Folder}/kubeconfig",
        ["authentication-kubeconfig"] = $"{Folder}/kubeconfig",
        ["authorization-kubeconfig"] = $"{Folder}/kubeconfig",
        ["client-ca-file"] = $"{Folder}/client-ca.crt",
        ["requestheader-client-ca-file"] = $"{Folder}/front-proxy-ca.crt",
        ["root-ca-file"] = $"{Folder}/ca.crt",
        ["service-account-private-key-file"] = $"{Folder}/sa.key",
        ["cluster-signing-cert-file"] = $"{Folder}/signing-ca.crt",
        ["cluster-signing-key-file"] = $"{Folder}/signing-ca.key",
        ["use-service-account-credentials"] = "true",
        ["controllers"] = "*,bootstrapsigner,tokencleaner",
        ["leader-elect"] = "true",
        ["service-cluster-ip-range"] = ApiServer.ServiceAddresses,
        ["terminated-pod-gc-threshold"] = "12500",
        ["tls-min-version"] = "VersionTLS12",
        ["profiling"] = "false",
    };
}
