namespace Frankenetes.VirtualKubelet.Configuration;

/// <summary>
/// kubelet.json, as docs/contracts.md says. What has a default has a setter: generated JSON readers give init-only members no chance to keep theirs.
/// </summary>
internal sealed record KubeletConfiguration
{
    public required string Cluster { get; init; }

    public required string ClusterId { get; init; }

    public required int Epoch { get; init; }

    public required string NodeName { get; init; }

    public string OperatingSystem { get; set; } = "Linux";

    /// <summary>The pods of this node had groups that a suspend deleted.</summary>
    public bool Resuming { get; init; }

    public required KubernetesSection Kubernetes { get; init; }

    public required KubeletSection Kubelet { get; init; }

    public required AzureSection Azure { get; init; }

    /// <summary>Null: nobody suspends this cluster, so nothing is asked for and nothing acknowledged.</summary>
    public StorageSection? Storage { get; init; }

    public required InClusterSection InCluster { get; init; }

    /// <summary>Where pods run: <c>Aci</c>, <c>InMemory</c> or <c>Processes</c>.</summary>
    public string Provider { get; set; } = "Aci";

    /// <summary>Where a provider that needs a folder keeps its state; null where it needs none.</summary>
    public string? StateFolder { get; init; }

    /// <summary>Taints that the node registers with, as <c>key=value:Effect</c> or <c>key:Effect</c>; none by default.</summary>
    public IReadOnlyList<string> Taints { get; set; } = [];

    public TimeSpan ControlInterval { get; set; } = TimeSpan.FromSeconds(2);

    public CapacitySection Capacity { get; set; } = new();

    /// <summary>The API server's audit log; null: nobody is told who changed the cluster last.</summary>
    public string? AuditLog { get; init; }

    /// <summary>Null: pods get no pod agent.</summary>
    public PodAgentSection? PodAgent { get; init; }

    public PodSection Pods { get; set; } = new();

    /// <summary>Null: the cluster is no clone.</summary>
    public CloneSection? CloneOf { get; init; }
}

/// <summary>What every pod of this node gets where it does not say otherwise.</summary>
internal sealed record PodSection
{
    /// <summary>For a container that asks for no CPU, as a Kubernetes quantity; null: its share of the smallest group.</summary>
    public string? DefaultCpu { get; init; }

    /// <summary>For a container that asks for no memory, as a Kubernetes quantity; null: its share of the smallest group.</summary>
    public string? DefaultMemory { get; init; }

    /// <summary>Keys of labels and annotations that become tags.</summary>
    public IReadOnlyList<string> TagKeys { get; set; } = [];
}

/// <summary>What keeps a clone's pods away from the original's labels and shares.</summary>
/// <param name="DnsNameLabelSuffix">Behind every DNS label that a pod asks for.</param>
/// <param name="FormerDataAccounts">Storage accounts that mean this cluster's own data account.</param>
internal sealed record CloneSection(string DnsNameLabelSuffix, IReadOnlyList<string> FormerDataAccounts);

/// <summary>Where the API server is, and the node's certificate for it.</summary>
internal sealed record KubernetesSection
{
    public required Uri Server { get; init; }

    public required string CertificateAuthority { get; init; }

    public required string ClientCertificate { get; init; }

    public required string ClientKey { get; init; }

    /// <summary>The API server's version, such as <c>v1.20.2</c>, for the moments in which it does not tell; null: it is asked.</summary>
    public string? Version { get; init; }
}

/// <summary>What the node serves, signed by whom, for whom.</summary>
internal sealed record KubeletSection
{
    public int Port { get; set; } = 10250;

    public required string ServingCaCertificate { get; init; }

    public required string ServingCaKey { get; init; }

    public required string ClientCertificateAuthority { get; init; }

    /// <summary>Common names; everybody else is refused.</summary>
    public required IReadOnlyList<string> AllowedClients { get; init; }

    /// <summary>The DNS name by which API servers reach this node from another network; null: they share its network.</summary>
    public string? ExternalName { get; init; }
}

/// <summary>Where container groups are made.</summary>
internal sealed record AzureSection
{
    public required Uri ResourceManagerEndpoint { get; init; }

    public required Uri Audience { get; init; }

    /// <summary>PEM file that is trusted besides the system's authorities; null: those alone.</summary>
    public string? CertificateAuthority { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ResourceGroup { get; init; }

    public required string Location { get; init; }

    public required CredentialSection Credential { get; init; }

    /// <summary>A registry mirror that is asked before images' own registries and takes this credential's tokens; <c>v2/</c> comes behind it. Null: the registries alone.</summary>
    public Uri? ImageMirror { get; set; }

    public RateSection Rates { get; set; } = new();
}

/// <summary>How to sign in. <c>kind</c> is <c>ClientSecret</c> or <c>ManagedIdentity</c>; the other members belong to the first, <c>clientId</c> may belong to both.</summary>
internal sealed record CredentialSection
{
    public required string Kind { get; init; }

    public Uri? Authority { get; init; }

    public string? TenantId { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecretFile { get; init; }
}

/// <summary>
/// How much of ARM's allowance this node uses. The defaults stay under what Azure grants a subscription: 25 reads a second after a burst of 250,
/// 100 container group creates in 5 minutes and 300 in an hour, and as many deletes.
/// </summary>
internal sealed record RateSection
{
    public int ReadsPerSecond { get; set; } = 20;

    public int CreatesPerFiveMinutes { get; set; } = 90;

    public int CreatesPerHour { get; set; } = 280;

    /// <summary>How often the group of a settled pod is looked at.</summary>
    public TimeSpan Sweep { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Containers with their SAS: secrets, never to be logged.</summary>
internal sealed record StorageSection
{
    public required Uri ControlContainer { get; init; }

    /// <summary>Where the lives of pods' groups are written down; null: nowhere.</summary>
    public Uri? LedgerContainer { get; init; }
}

/// <summary>The API server as pods reach it.</summary>
internal sealed record InClusterSection
{
    public required string Host { get; init; }

    public int Port { get; set; } = 6443;
}

/// <summary>What the node says it can hold, as Kubernetes quantities.</summary>
internal sealed record CapacitySection
{
    public string Cpu { get; set; } = "100";

    public string Memory { get; set; } = "400Gi";

    public string Pods { get; set; } = "100";
}
