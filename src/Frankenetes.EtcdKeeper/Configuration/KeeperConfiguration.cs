namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>keeper.json, as docs/contracts.md section 5 states it.</summary>
internal sealed record KeeperConfiguration
{
    /// <summary>The cluster's name; for messages alone.</summary>
    public required string Cluster { get; init; }

    public required Guid ClusterId { get; init; }

    /// <summary>Counts the starts of the cluster from 1: New is the first, each Resume one more.</summary>
    public required int Epoch { get; init; }

    public required StartMode Start { get; init; }

    public required EtcdConfiguration Etcd { get; init; }

    public required StorageConfiguration Storage { get; init; }

    public TimeSpan ControlInterval { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a sealed cluster waits for its claim before the keeper takes the manifest back.</summary>
    public TimeSpan VoidAfter { get; init; } = TimeSpan.FromMinutes(10);

    // Not init: the source-generated reader would set an absent one to null.
    public LogConfiguration Log { get; set; } = new();

    /// <summary>`address:port` of the health endpoint; null = none.</summary>
    public string? HealthListen { get; init; }

    /// <summary>The checkpoint that this epoch begins from, instead of where the last one ended; null = none.</summary>
    public RestoreConfiguration? Restore { get; init; }

    /// <summary>
    /// The user's consent to start from the newest whole state that there is, although damage or gaps in the record mean that later revisions
    /// are lost.
    /// </summary>
    public bool AcceptLoss { get; init; }
}
