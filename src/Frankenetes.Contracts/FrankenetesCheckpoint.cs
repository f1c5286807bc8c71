namespace Frankenetes.Contracts;

/// <summary>A state of a cluster that was given a name.</summary>
public sealed class FrankenetesCheckpoint
{
    /// <summary>The cluster in whose storage it lies.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Its name: at most 63 lower-case letters, digits, hyphens and dots.</summary>
    public required string Name { get; init; }

    /// <summary>What whoever made it said of it; null where nothing was said.</summary>
    public string? Description { get; init; }

    /// <summary>When the state was what it holds (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time from then until it was read.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The snapshot's length.</summary>
    public long Bytes { get; init; }

    /// <summary>The cluster's revision in it.</summary>
    public long Revision { get; init; }

    /// <summary>How often the cluster had been started when it was made.</summary>
    public int Epoch { get; init; }

    /// <summary>The Kubernetes version that the cluster ran, with its leading <c>v</c>; null where it is not known.</summary>
    public string? KubernetesVersion { get; init; }

    /// <summary>The version of etcd that made it.</summary>
    public string? EtcdVersion { get; init; }

    /// <summary>The snapshot's SHA-256 in hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The cluster that it was made of, by name: another one than <see cref="ClusterName"/> in a clone.</summary>
    public string? Origin { get; init; }

    /// <summary>Cluster and name, joined by a slash.</summary>
    public override string ToString() => $"{ClusterName}/{Name}";
}
