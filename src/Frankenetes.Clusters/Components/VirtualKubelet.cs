using System.Text.Json;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Components;

/// <summary>The virtual kubelet: the agent as a node whose pods are container groups.</summary>
internal static class VirtualKubelet
{
    public const string Name = "virtual-kubelet";
    public const int Port = 10250;
    private const string DataAccountKeyFile = "data-account-key";

    public static IReadOnlyList<string> Command => Agent.Command(Name, "kubelet.json");

    /// <summary>The files of its PKI volume. The kubelet-serving CA's key is the one CA key it is given.</summary>
    public static IReadOnlyDictionary<string, string> PkiFiles(ControlPlaneInput input, KubeletNode node)
    {
        var leaf = input.Leaves.Node(node.Name);
        return new Dictionary<string, string>
        {
            ["ca.crt"] = input.Keys.Cluster.Certificate,
            ["node.crt"] = leaf.Certificate,
            ["node.key"] = leaf.Key,
            ["kubelet-ca.crt"] = input.Keys.KubeletServing.Certificate,
            ["kubelet-ca.key"] = input.Keys.KubeletServing.Key,
        };
    }

    /// <summary>The files of its configuration volume.</summary>
    public static IReadOnlyDictionary<string, string> ConfigurationFiles(ControlPlaneInput input, KubeletNode node)
    {
        var files = new Dictionary<string, string>
        {
            ["kubelet.json"] = JsonSerializer.Serialize(
                Configuration(input, node) with { Pods = Pods(input), Taints = node.Taints, AuditLog = node.AuditLog, CloneOf = CloneOf(input) }, PlansJson.Default.KubeletConfiguration),
            [DataAccountKeyFile] = input.DataAccountKey,
        };
        if (input.Environment.CertificateAuthority is { } authority)
            files["azure-ca.pem"] = authority;
        if (input.NodeCredential.ClientSecret is { } secret)
            files["client-secret"] = secret;
        return files;
    }

    private static KubeletConfiguration Configuration(ControlPlaneInput input, KubeletNode node) => new(
        input.Names.Cluster,
        input.Names.Id,
        input.Epoch,
        node.Name,
        node.OperatingSystem,
        input.Resuming,
        new KubeletConfiguration.KubernetesSettings(
            node.Server.OriginalString, $"{Agent.PkiFolder}/ca.crt", $"{Agent.PkiFolder}/node.crt", $"{Agent.PkiFolder}/node.key", input.Version.ToString()),
        new KubeletConfiguration.KubeletSettings(
            Port, $"{Agent.PkiFolder}/kubelet-ca.crt", $"{Agent.PkiFolder}/kubelet-ca.key", $"{Agent.PkiFolder}/ca.crt", [Leaves.KubeletClientName], node.ExternalName),
        Azure(input, input.Environment),
        new KubeletConfiguration.StorageSettings(input.ControlContainer, input.LedgerContainer),
        new KubeletConfiguration.InClusterSettings(input.Fqdn, ApiServer.Port),
        input.Environment.ControlInterval,
        new KubeletConfiguration.CapacitySettings("100", "400Gi", "100"),
        new KubeletConfiguration.PodAgentSettings(
            input.Environment.PodAgentImage, input.Names.DataAccount, ClusterNames.PodAgentShare, $"{Agent.ConfigurationFolder}/{DataAccountKeyFile}"));

    private static KubeletConfiguration.PodSettings Pods(ControlPlaneInput input) => new(input.PodDefaults?.Cpu, input.PodDefaults?.Memory);

    private static KubeletConfiguration.CloneSettings? CloneOf(ControlPlaneInput input) =>
        input.CloneOf is { } origin ? new(input.Names.CloneSuffix, origin.FormerDataAccounts) : null;

    private static KubeletConfiguration.AzureSettings Azure(ControlPlaneInput input, AzureEnvironment environment) => new(
        environment.ResourceManagerEndpointInGroups,
        environment.Audience,
        environment.CertificateAuthority is null ? null : $"{Agent.ConfigurationFolder}/azure-ca.pem",
        input.SubscriptionId,
        input.Names.PodResourceGroup,
        input.Location,
        new KubeletConfiguration.CredentialSettings(
            input.NodeCredential.ClientSecret is null ? "ManagedIdentity" : "ClientSecret",
            environment.AuthorityInGroups,
            input.NodeCredential.TenantId,
            input.NodeCredential.ClientId,
            input.NodeCredential.ClientSecret is null ? null : $"{Agent.ConfigurationFolder}/client-secret"),
        environment.ImageMirrorInGroups);
}
