namespace Frankenetes.Clusters.Environments;

/// <summary>
/// One Azure, by its addresses. Container groups may have to use other addresses than this machine: those of members named
/// <c>…InGroups</c>. In Azure proper both are the same.
/// </summary>
internal sealed record AzureEnvironment
{
    /// <summary>What it is called at the prompt.</summary>
    public required string Name { get; init; }

    public required Uri ResourceManagerEndpoint { get; init; }

    public required Uri ResourceManagerEndpointInGroups { get; init; }

    /// <summary>Where tokens are asked for.</summary>
    public required Uri Authority { get; init; }

    public required Uri AuthorityInGroups { get; init; }

    /// <summary>The resource that tokens are asked for.</summary>
    public Uri Audience { get; init; } = new("https://management.azure.com/");

    /// <summary>Root of path-style Blob addresses in groups; null where an account's own endpoint serves groups too.</summary>
    public Uri? BlobEndpointInGroups { get; init; }

    /// <summary>Where nodes ask how an image is run before they ask its registry; null where the registries alone know.</summary>
    public Uri? ImageMirrorInGroups { get; init; }

    /// <summary>What comes after the region in a container group's FQDN.</summary>
    public string DnsSuffix { get; init; } = "azurecontainer.io";

    /// <summary>The authority to trust for these addresses (PEM text); null for those that the machine trusts.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>Where prices are asked for; null where nothing is billed, or nobody tells.</summary>
    public Uri? PricesEndpoint { get; init; }

    /// <summary>Whether calls cost next to nothing, so that waiting may look often.</summary>
    public bool IsLocal { get; init; }

    /// <summary>The region in which clusters are made unless told otherwise.</summary>
    public string DefaultLocation { get; init; } = "eastus";

    /// <summary>The image that holds etcd, etcdctl and etcdutl in /usr/local/bin.</summary>
    public string EtcdImage { get; init; } = "quay.io/coreos/etcd:v3.5.30";

    /// <summary>A small image that runs as root: its container brings the pod agent into pods.</summary>
    public string PodAgentImage { get; init; } = "mcr.microsoft.com/azurelinux/busybox:1.36";

    /// <summary>How long to wait between looks at what tells nothing by itself.</summary>
    public TimeSpan PollInterval => IsLocal ? TimeSpan.FromMilliseconds(50) : TimeSpan.FromSeconds(2);

    /// <summary>How often agents read their control blob.</summary>
    public TimeSpan ControlInterval => IsLocal ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromSeconds(2);

    /// <summary>How long a control plane may take to serve.</summary>
    public TimeSpan StartTimeout => IsLocal ? TimeSpan.FromMinutes(3) : TimeSpan.FromMinutes(15);

    /// <summary>Azure's public cloud, or another one that is told by its addresses.</summary>
    public static AzureEnvironment Azure(Uri? resourceManager, Uri? authority)
    {
        var endpoint = resourceManager ?? new Uri("https://management.azure.com/");
        var login = authority ?? new Uri("https://login.microsoftonline.com/");
        return new AzureEnvironment
        {
            Name = resourceManager is null ? "AzureCloud" : endpoint.Host,
            ResourceManagerEndpoint = endpoint,
            ResourceManagerEndpointInGroups = endpoint,
            Authority = login,
            AuthorityInGroups = login,
            Audience = endpoint,
            // It tells the prices of the public cloud alone.
            PricesEndpoint = resourceManager is null ? new Uri("https://prices.azure.com/") : null,
        };
    }
}
