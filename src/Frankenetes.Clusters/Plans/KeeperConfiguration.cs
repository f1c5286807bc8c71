namespace Frankenetes.Clusters.Plans;

/// <summary>keeper.json (docs/contracts.md, section 5).</summary>
internal sealed record KeeperConfiguration(
    string Cluster,
    Guid ClusterId,
    int Epoch,
    string Start,
    KeeperConfiguration.EtcdSettings Etcd,
    KeeperConfiguration.StorageSettings Storage,
    TimeSpan ControlInterval,
    TimeSpan SnapshotInterval,
    TimeSpan VoidAfter,
    string HealthListen,
    bool AcceptLoss)
{
    /// <summary>Null: no checkpoint.</summary>
    public RestoreSettings? Restore { get; init; }

    internal sealed record EtcdSettings(
        string BinaryDirectory,
        string DataDirectory,
        string ClientListen,
        int PrivatePort,
        int PeerPort,
        string Certificate,
        string Key,
        string CertificateAuthority,
        string ClientCertificate,
        string ClientKey,
        long QuotaBytes,
        IReadOnlyList<string> ExtraArguments);

    internal sealed record RestoreSettings(string Checkpoint, Guid ClusterId);

    /// <summary>The addresses are secrets: they carry their own right of access.</summary>
    internal sealed record StorageSettings(Uri EtcdContainer, Uri ControlContainer, string? CertificateAuthority)
    {
        public override string ToString() => nameof(StorageSettings);
    }
}
