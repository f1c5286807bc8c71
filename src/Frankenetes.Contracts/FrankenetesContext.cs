namespace Frankenetes.Contracts;

/// <summary>The subscription that this session's cmdlets work in.</summary>
public sealed class FrankenetesContext
{
    /// <summary><c>LocalAzure</c>, <c>AzureCloud</c>, or the host name of a custom endpoint.</summary>
    public required string Environment { get; init; }

    /// <summary>Where Azure Resource Manager is reached.</summary>
    public required Uri ResourceManagerEndpoint { get; init; }

    /// <summary>The subscription's id.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant's id; null when the credential chooses it.</summary>
    public string? TenantId { get; init; }

    /// <summary>How the session signs in, such as <c>DefaultAzureCredential</c> or <c>ServicePrincipal</c>.</summary>
    public required string Credential { get; init; }

    /// <summary>The cluster that cmdlets for pods mean where none is named; null: the only one there is.</summary>
    public string? ClusterName { get; init; }

    /// <summary>The region in which clusters are made unless told otherwise.</summary>
    public required string Location { get; init; }
}
