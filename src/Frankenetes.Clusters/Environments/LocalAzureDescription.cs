namespace Frankenetes.Clusters.Environments;

/// <summary>What <c>local-azure.json</c> holds (docs/contracts.md, section 2).</summary>
internal sealed record LocalAzureDescription
{
    public required Uri ResourceManagerEndpoint { get; init; }

    public required Uri ResourceManagerEndpointInGroups { get; init; }

    public required Uri Authority { get; init; }

    public required string TenantId { get; init; }

    public required string SubscriptionId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>A secret: the file is readable by its owner alone.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>Roots of path-style addresses that groups use, by service (<c>blob</c>, <c>file</c>).</summary>
    public IReadOnlyDictionary<string, Uri> StorageEndpointsInGroups { get; init; } = new Dictionary<string, Uri>();

    public string DnsSuffix { get; init; } = "azurecontainer.io";

    public required string CaCertificatePath { get; init; }

    public string Location { get; init; } = "eastus";

    public int ProcessId { get; init; }

    public string? InstanceId { get; init; }

    public string? Engine { get; init; }

    /// <summary>Nothing that it says to run does.</summary>
    public bool WithoutContainers { get; init; }

    /// <summary>Its container groups meet only at the ports that their addresses publish.</summary>
    public bool IsolateGroups { get; init; }

    public string? Version { get; init; }

    /// <summary>Image references by component.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>Says where it is, and no secret.</summary>
    public override string ToString() => ResourceManagerEndpoint.ToString();

    /// <summary>The environment it plays.</summary>
    /// <param name="certificateAuthority">The text of the file that <see cref="CaCertificatePath"/> names.</param>
    public AzureEnvironment ToEnvironment(string certificateAuthority)
    {
        var environment = new AzureEnvironment
        {
            Name = "LocalAzure",
            ResourceManagerEndpoint = ResourceManagerEndpoint,
            ResourceManagerEndpointInGroups = ResourceManagerEndpointInGroups,
            Authority = Authority,
            // One process is both; its own file says so for this machine, and groups know it by one name.
            AuthorityInGroups = ResourceManagerEndpointInGroups,
            BlobEndpointInGroups = StorageEndpointsInGroups.GetValueOrDefault("blob"),
            ImageMirrorInGroups = new Uri(ResourceManagerEndpointInGroups, "local-azure/images/"),
            DnsSuffix = DnsSuffix,
            CertificateAuthority = certificateAuthority,
            IsLocal = true,
            DefaultLocation = Location,
        };
        return environment with
        {
            EtcdImage = Images.GetValueOrDefault("etcd", environment.EtcdImage),
            PodAgentImage = Images.GetValueOrDefault("busybox", environment.PodAgentImage),
        };
    }
}
