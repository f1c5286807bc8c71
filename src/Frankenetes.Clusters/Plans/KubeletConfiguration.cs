using System.Text.Json.Serialization;

namespace Frankenetes.Clusters.Plans;

/// <summary>kubelet.json (docs/contracts.md, section 5).</summary>
internal sealed record KubeletConfiguration(
    string Cluster,
    Guid ClusterId,
    int Epoch,
    string NodeName,
    string OperatingSystem,
    bool Resuming,
    KubeletConfiguration.KubernetesSettings Kubernetes,
    KubeletConfiguration.KubeletSettings Kubelet,
    KubeletConfiguration.AzureSettings Azure,
    KubeletConfiguration.StorageSettings Storage,
    KubeletConfiguration.InClusterSettings InCluster,
    TimeSpan ControlInterval,
    KubeletConfiguration.CapacitySettings Capacity,
    KubeletConfiguration.PodAgentSettings PodAgent)
{
    public PodSettings Pods { get; init; } = new(null, null);

    public IReadOnlyList<string> Taints { get; init; } = [];

    /// <summary>Where the API server's audit log is seen.</summary>
    public string? AuditLog { get; init; }

    /// <summary>Null: the cluster is no clone.</summary>
    public CloneSettings? CloneOf { get; init; }

    internal sealed record CloneSettings(string DnsNameLabelSuffix, IReadOnlyList<string> FormerDataAccounts);

    internal sealed record PodSettings(string? DefaultCpu, string? DefaultMemory);

    internal sealed record KubernetesSettings(string Server, string CertificateAuthority, string ClientCertificate, string ClientKey, string Version);

    internal sealed record KubeletSettings(
        int Port, string ServingCaCertificate, string ServingCaKey, string ClientCertificateAuthority, IReadOnlyList<string> AllowedClients, string? ExternalName);

    internal sealed record AzureSettings(
        Uri ResourceManagerEndpoint,
        Uri Audience,
        string? CertificateAuthority,
        string SubscriptionId,
        string ResourceGroup,
        string Location,
        CredentialSettings Credential,
        Uri? ImageMirror);

    internal sealed record CredentialSettings(string Kind, Uri Authority, string? TenantId, string? ClientId, string? ClientSecretFile);

    /// <summary>The addresses are secrets: they carry their own rights of access.</summary>
    internal sealed record StorageSettings(Uri ControlContainer, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Uri? LedgerContainer = null)
    {
        public override string ToString() => nameof(StorageSettings);
    }

    internal sealed record InClusterSettings(string Host, int Port);

    /// <summary>Where pods' groups take the pod agent from, and the image whose container does it.</summary>
    internal sealed record PodAgentSettings(string Image, string StorageAccount, string ShareName, string StorageAccountKeyFile);

    internal sealed record CapacitySettings(string Cpu, string Memory, string Pods);
}
