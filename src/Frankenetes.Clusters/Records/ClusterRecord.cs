using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>What <c>record.json</c> holds: all that a machine without any local state needs to know of a cluster, and no secret.</summary>
internal sealed record ClusterRecord
{
    /// <summary>Of this shape; a higher one was written by a newer Frankenetes.</summary>
    public int FormatVersion { get; init; } = 1;

    public required string Name { get; init; }

    public required Guid Id { get; init; }

    public required string Location { get; init; }

    public ClusterTopology Topology { get; init; }

    public required string KubernetesVersion { get; init; }

    public required string EtcdImage { get; init; }

    public required string Fqdn { get; init; }

    /// <summary>Null while nothing runs.</summary>
    public string? IPAddress { get; init; }

    public ClusterState State { get; init; }

    /// <summary>How often the control plane was started; policies, snapshots and acknowledgements bear it.</summary>
    public int Epoch { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Whether the last suspend claimed a final manifest; false means that the resume takes the newest snapshot there is.</summary>
    public bool SuspendedClean { get; init; }

    /// <summary>What containers get that ask for nothing; null: their shares of the smallest container group.</summary>
    public PodDefaults? PodDefaults { get; init; }

    /// <summary>Taints that the node registers with; null: none.</summary>
    public IReadOnlyList<string>? Taints { get; init; }

    /// <summary>The nodes besides the control plane's own; null: none.</summary>
    public IReadOnlyList<NodeRecord>? Nodes { get; init; }

    /// <summary>What the last resume found; null before the first.</summary>
    public FrankenetesResumeReport? LastResume { get; init; }

    /// <summary>Null: the next start goes on where the last epoch ended.</summary>
    public RestoreRecord? Restore { get; init; }

    /// <summary>Null: the cluster is no clone.</summary>
    public CloneRecord? CloneOf { get; init; }

    /// <summary>Null when no operation has begun and not ended.</summary>
    public OperationRecord? Operation { get; init; }

    /// <summary>The names of all nodes, the control plane's own first.</summary>
    public IReadOnlyList<string> NodeNames() => [ClusterNames.Node, .. (Nodes ?? []).Select(node => node.Name)];
}
