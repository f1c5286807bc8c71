namespace Frankenetes.PodTranslation;

/// <summary>What a translation knows besides the pod: whose node it is for, and where that node makes its groups.</summary>
internal sealed record TranslationSettings
{
    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The cluster's id, a GUID in its "D" form.</summary>
    public required string ClusterId { get; init; }

    public required string NodeName { get; init; }

    /// <summary>Linux or Windows.</summary>
    public string OperatingSystem { get; init; } = "Linux";

    /// <summary>The region, such as eastus.</summary>
    public required string Location { get; init; }

    /// <summary>The API server as pods reach it.</summary>
    public required string ApiServerHost { get; init; }

    public int ApiServerPort { get; init; } = 6443;

    /// <summary>The node's address, which the downward API calls the host's.</summary>
    public required string HostAddress { get; init; }
}
