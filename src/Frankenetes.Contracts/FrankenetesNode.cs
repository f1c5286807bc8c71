namespace Frankenetes.Contracts;

/// <summary>One node as the cluster's API server reports it.</summary>
public sealed class FrankenetesNode
{
    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>The same, as pods call the node that they run on.</summary>
    public string NodeName => Name;

    /// <summary>The name of the cluster that the node belongs to.</summary>
    public required string ClusterName { get; init; }

    /// <summary>What kubectl shows under STATUS, such as <c>Ready</c> or <c>NotReady,SchedulingDisabled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether the node's Ready condition is True.</summary>
    public bool Ready { get; init; }

    /// <summary>The node's operating system, such as <c>linux</c>; null when it reports none.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>The kubelet version that the node reports; null when it reports none.</summary>
    public string? KubeletVersion { get; init; }

    /// <summary>The node's InternalIP; null when it reports none.</summary>
    public string? IPAddress { get; init; }

    /// <summary>Allocatable CPU as a Kubernetes quantity; null when the node reports none.</summary>
    public string? AllocatableCpu { get; init; }

    /// <summary>Allocatable memory as a Kubernetes quantity; null when the node reports none.</summary>
    public string? AllocatableMemory { get; init; }

    /// <summary>How many pods the node takes, as a Kubernetes quantity; null when the node reports none.</summary>
    public string? AllocatablePods { get; init; }

    /// <summary>When the node object was created (UTC).</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time from the node's creation until it was read.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The node's name.</summary>
    public override string ToString() => Name;
}
