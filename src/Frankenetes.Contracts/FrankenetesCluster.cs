namespace Frankenetes.Contracts;

/// <summary>One cluster as its record describes it at the moment it was read.</summary>
public sealed class FrankenetesCluster
{
    /// <summary>The cluster's name, which is its resource group's name too: a lower-case RFC 1123 label of 2 to 40 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The id that every resource of the cluster bears in its <c>frankenetes-cluster-id</c> tag.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where the cluster is in its life.</summary>
    public required ClusterState State { get; init; }

    /// <summary>The Azure region in its short form, such as <c>eastus</c>.</summary>
    public required string Location { get; init; }

    /// <summary>The Kubernetes version with its leading <c>v</c>, such as <c>v1.20.2</c>; null when the record is absent.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>The API server's DNS name; null before it is known.</summary>
    public string? Fqdn { get; init; }

    /// <summary>The API server's address; null while nothing runs.</summary>
    public string? IPAddress { get; init; }

    /// <summary>The API server's URL by which this machine reaches it; null while nothing runs.</summary>
    public Uri? ApiServer { get; init; }

    /// <summary>How the control plane is spread over container groups.</summary>
    public ClusterTopology Topology { get; init; }

    /// <summary>When the cluster was first asked for (UTC); null when the record is absent.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the last suspend ended (UTC); null unless the cluster is suspended.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>The resource group that holds the control plane and the storage accounts.</summary>
    public required string ResourceGroup { get; init; }

    /// <summary>The resource group that holds the pods' container groups.</summary>
    public required string PodResourceGroup { get; init; }

    /// <summary>How often the control plane was started: 1 after New, one more with each resume; 0 when the record is absent.</summary>
    public int Epoch { get; init; }

    /// <summary>The operation that has begun and not ended (<c>New</c>, <c>Suspend</c>, <c>Resume</c>, <c>Remove</c>, <c>AddNode</c>, <c>RemoveNode</c>); null when none.</summary>
    public string? Operation { get; init; }

    /// <summary>What the last resume brought back and what ran out while the cluster slept; null before the first.</summary>
    public FrankenetesResumeReport? LastResume { get; init; }

    /// <summary>The newest revision of the cluster's state that stands in storage; null unless the cluster runs and its keeper has said so.</summary>
    public long? ProtectedRevision { get; init; }

    /// <summary>Since when changes do not reach storage, or nobody can say whether they do (UTC); null when they do, or nothing runs.</summary>
    public DateTimeOffset? UnprotectedSince { get; init; }

    /// <summary>In words: <c>Protected</c> or <c>Unprotected since …</c>; null when nothing is known.</summary>
    public string? Protection => UnprotectedSince is { } since ? $"Unprotected since {since:u}" : ProtectedRevision is null ? null : "Protected";

    /// <summary>The cluster's name.</summary>
    public override string ToString() => Name;
}
