namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>The checkpoint that an epoch begins from. Once its gate was open it counts no more: what came afterwards is the cluster's.</summary>
internal sealed record RestoreConfiguration
{
    /// <summary>The manifest's blob in the `etcd` container.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The cluster that it was made of; another one than this = this is a clone.</summary>
    public required Guid ClusterId { get; init; }
}
