using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters;

/// <summary>What operations on clusters take from the machine they run on.</summary>
internal sealed record ClusterOptions
{
    /// <summary>The agent's executable for linux-x64.</summary>
    public required string AgentPath { get; init; }

    /// <summary>The pod agent's executable for linux-x64.</summary>
    public required string PodAgentPath { get; init; }

    /// <summary>Takes locks in the name of this process.</summary>
    public required ClusterLocks Locks { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
