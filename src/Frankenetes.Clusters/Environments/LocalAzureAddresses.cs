namespace Frankenetes.Clusters.Environments;

/// <summary>Where a local Azure is for this machine and for container groups, as <c>local-azure.json</c> and its cloud metadata say (docs/contracts.md, section 2).</summary>
internal record LocalAzureAddresses
{
    public required Uri ResourceManagerEndpoint { get; init; }

    public required Uri ResourceManagerEndpointInGroups { get; init; }

    public required Uri Authority { get; init; }

    public required string TenantId { get; init; }

    /// <summary>Roots of path-style addresses that groups use, by service (<c>blob</c>, <c>file</c>).</summary>
    public IReadOnlyDictionary<string, Uri> StorageEndpointsInGroups { get; init; } = new Dictionary<string, Uri>();

    public string DnsSuffix { get; init; } = "azurecontainer.io";

    public string Location { get; init; } = "eastus";

    /// <summary>Image references by component.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>Says where it is, and no secret.</summary>
    public sealed override string ToString() => ResourceManagerEndpoint.ToString();

    /// <summary>The environment it plays.</summary>
    /// <param name="certificateAuthority">The certificate authority that it serves under (PEM text).</param>
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
