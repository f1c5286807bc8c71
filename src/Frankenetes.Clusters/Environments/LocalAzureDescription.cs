namespace Frankenetes.Clusters.Environments;

/// <summary>What <c>local-azure.json</c> holds (docs/contracts.md, section 2).</summary>
internal sealed record LocalAzureDescription : LocalAzureAddresses
{
    public required string SubscriptionId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>A secret: the file is readable by its owner alone.</summary>
    public required string ClientSecret { get; init; }

    public required string CaCertificatePath { get; init; }

    public int ProcessId { get; init; }

    public string? InstanceId { get; init; }

    public string? Engine { get; init; }

    /// <summary>Nothing that it says to run does.</summary>
    public bool WithoutContainers { get; init; }

    /// <summary>Its container groups meet only at the ports that their addresses publish.</summary>
    public bool IsolateGroups { get; init; }

    public string? Version { get; init; }
}
