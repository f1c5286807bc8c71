namespace Frankenetes.Contracts;

/// <summary>A local Azure process, as its <c>local-azure.json</c> describes it.</summary>
public sealed class LocalAzureInstance
{
    /// <summary>Whether the process lives and is ready.</summary>
    public bool Running { get; init; }

    /// <summary>The process id; null when it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The folder that holds everything it knows (mode 0700).</summary>
    public required string StatePath { get; init; }

    /// <summary>Where it serves Azure Resource Manager; null when it does not run.</summary>
    public Uri? ResourceManagerEndpoint { get; init; }

    /// <summary>The one subscription it serves; null when it does not run.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>The tenant it signs tokens for; null when it does not run.</summary>
    public string? TenantId { get; init; }

    /// <summary>The region it plays; null when it does not run.</summary>
    public string? Location { get; init; }

    /// <summary>The container engine's socket; null when it does not run.</summary>
    public string? Engine { get; init; }

    /// <summary>True where it was started to run no container and only says that container groups run: for measurements, for nothing else.</summary>
    public bool WithoutContainers { get; init; }

    /// <summary>True where its container groups meet only at the ports that their addresses publish, as on Azure.</summary>
    public bool IsolatesGroups { get; init; }

    /// <summary>The certificate authority to trust for its endpoints (PEM file); null when it does not run.</summary>
    public string? CaCertificatePath { get; init; }

    /// <summary>The id in the label <c>frankenetes</c> of its containers; null when it does not run.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Its version; null when it does not run.</summary>
    public string? Version { get; init; }

    /// <summary>The file that takes its log (mode 0600).</summary>
    public required string LogPath { get; init; }
}
