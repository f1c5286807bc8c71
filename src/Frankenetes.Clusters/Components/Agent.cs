using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Kubeconfigs;

namespace Frankenetes.Clusters.Components;

/// <summary>frankenetes-agent: how it gets into the group and where it finds its files.</summary>
internal static class Agent
{
    public const string FileName = "frankenetes-agent";
    public const string ShareFolder = "/share";
    public const string BinaryFolder = "/frankenetes/bin";
    public const string PkiFolder = "/frankenetes/pki";
    public const string ConfigurationFolder = "/frankenetes/config";

    /// <summary>Copies it off the share: a program that is paged from a share dies with it.</summary>
    public static IReadOnlyList<string> Install => [$"{ShareFolder}/{FileName}", "install", BinaryFolder];

    /// <summary>
    /// Runs a component once the API server lets it ask for its leader lease. A component that asks earlier is refused, and sleeps for up to twice its retry
    /// period before it asks again.
    /// </summary>
    /// <param name="component">The component, which is what its lease is called.</param>
    /// <param name="folder">Where <see cref="ClientFiles"/> are.</param>
    /// <param name="apiServer">The API server's host.</param>
    /// <param name="command">Its command.</param>
    public static IReadOnlyList<string> WhenAllowed(string component, string folder, string apiServer, IReadOnlyList<string> command) =>
    [
        $"{BinaryFolder}/{FileName}", "run-when-allowed", $"--server=https://{apiServer}:{ApiServer.Port}", $"--path=apis/coordination.k8s.io/v1/namespaces/kube-system/leases/{component}",
        $"--certificate-authority={folder}/ca.crt", $"--client-certificate={folder}/client.crt", $"--client-key={folder}/client.key", "--", .. command,
    ];

    /// <summary>What a component calls the API server with: its kubeconfig names the other three.</summary>
    public static Dictionary<string, string> ClientFiles(string component, string apiServer, string authority, PemPair client) => new()
    {
        ["kubeconfig"] = Kubeconfig.ForComponent(component, $"https://{apiServer}:{ApiServer.Port}", "ca.crt", "client.crt", "client.key"),
        ["ca.crt"] = authority,
        ["client.crt"] = client.Certificate,
        ["client.key"] = client.Key,
    };

    /// <summary>Runs one of its verbs.</summary>
    public static IReadOnlyList<string> Command(string verb, string configurationFile) =>
        [$"{BinaryFolder}/{FileName}", verb, "--config", $"{ConfigurationFolder}/{configurationFile}"];
}
