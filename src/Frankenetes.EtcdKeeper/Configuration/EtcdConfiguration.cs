namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>How etcd is run. Certificates and keys are PEM files, given to etcd by path.</summary>
internal sealed record EtcdConfiguration
{
    /// <summary>Holds etcd and etcdutl.</summary>
    public required string BinaryDirectory { get; init; }

    /// <summary>The folder under which each start that restores or begins a store makes a folder of its own.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>`address:port` of the gate: where clients of etcd connect.</summary>
    public required string ClientListen { get; init; }

    /// <summary>The loopback port on which etcd itself serves clients.</summary>
    public required int PrivatePort { get; init; }

    public required int PeerPort { get; init; }

    public required string Certificate { get; init; }

    public required string Key { get; init; }

    public required string CertificateAuthority { get; init; }

    /// <summary>The keeper's own client certificate.</summary>
    public required string ClientCertificate { get; init; }

    public required string ClientKey { get; init; }

    public long QuotaBytes { get; init; } = 2L << 30;

    /// <summary>Passed to etcd after all others, so that they win.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
}
