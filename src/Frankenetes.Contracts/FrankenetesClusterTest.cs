namespace Frankenetes.Contracts;

/// <summary>How a cluster is, part by part.</summary>
public sealed class FrankenetesClusterTest
{
    /// <summary>The cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ClusterState State { get; init; }

    /// <summary>False: at least one finding is an error.</summary>
    public required bool Healthy { get; init; }

    /// <summary>Everything there is to say, the worst first; empty: all is as it should be.</summary>
    public IReadOnlyList<FrankenetesClusterFinding> Findings { get; init; } = [];

    /// <summary>Name and verdict in one line.</summary>
    public override string ToString() => $"{ClusterName}: {State}, {(Healthy ? "healthy" : "not healthy")}";
}
