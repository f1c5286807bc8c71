using Frankenetes.EtcdKeeper.Configuration;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>etcd's command line. Secrets reach etcd by path alone: arguments are visible to every process.</summary>
internal static class EtcdArguments
{
    public static IReadOnlyList<string> For(EtcdConfiguration etcd, EtcdLaunch launch) =>
    [
        $"--name={EtcdLaunch.MemberName}",
        $"--data-dir={launch.DataFolder}",
        $"--listen-client-urls={launch.ClientUrl}",
        $"--advertise-client-urls={launch.ClientUrl}",
        $"--listen-peer-urls={launch.PeerUrl}",
        $"--initial-advertise-peer-urls={launch.PeerUrl}",
        $"--initial-cluster={EtcdLaunch.MemberName}={launch.PeerUrl}",
        $"--cert-file={etcd.Certificate}",
        $"--key-file={etcd.Key}",
        "--client-cert-auth=true",
        $"--trusted-ca-file={etcd.CertificateAuthority}",
        $"--peer-cert-file={etcd.Certificate}",
        $"--peer-key-file={etcd.Key}",
        "--peer-client-cert-auth=true",
        $"--peer-trusted-ca-file={etcd.CertificateAuthority}",
        // A cluster of one waits for nobody's vote; these two bring its start from 1.5 s to 0.2 s.
        "--heartbeat-interval=10",
        "--election-timeout=100",
        // kubeadm's value: less history in memory than etcd's own 100000.
        "--snapshot-count=10000",
        $"--quota-backend-bytes={etcd.QuotaBytes}",
        "--enable-grpc-gateway=false",
        "--logger=zap",
        "--log-outputs=stderr",
        "--log-level=warn",
        .. launch.ExtraArguments,
    ];
}
