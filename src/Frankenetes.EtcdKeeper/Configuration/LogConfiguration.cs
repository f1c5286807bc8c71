namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>How closely the revision log follows etcd.</summary>
internal sealed record LogConfiguration
{
    /// <summary>How long a change may wait before it is sent to storage.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.4);

    /// <summary>How long changes of leases and heartbeats wait where nothing else has changed: each append costs money.</summary>
    public TimeSpan HeartbeatDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the keeper goes without making sure that the log is still its own.</summary>
    public TimeSpan HoldCheck { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A full snapshot is taken after so many revisions, so that a replay stays short.</summary>
    public int RevisionsPerSnapshot { get; set; } = 5000;

    /// <summary>What may wait in memory while storage is away; beyond it, etcd keeps the changes.</summary>
    public int BufferBytes { get; set; } = 8 << 20;
}
