namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>How much of the store stands in storage; control/ack-etcd-keeper.json's `protection`. docs/contracts.md section 4.</summary>
internal sealed record ProtectionState
{
    /// <summary>Everything up to this revision stands in storage; null = not known yet.</summary>
    public long? Revision { get; init; }

    /// <summary>Revisions that are seen and do not stand in storage yet.</summary>
    public long LagRevisions { get; init; }

    /// <summary>How long the oldest of them has waited.</summary>
    public double LagSeconds { get; init; }

    public bool StorageReachable { get; init; }

    /// <summary>Since when changes do not reach storage; null = they do.</summary>
    public DateTimeOffset? UnprotectedSince { get; init; }

    /// <summary>When this was so.</summary>
    public DateTimeOffset At { get; init; }
}
