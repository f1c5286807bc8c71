using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.Clusters.Certificates;

/// <summary>Renews authorities that ran out while a cluster slept, or soon will. Their keys stay: what they signed is good for as long as it says.</summary>
internal static class AuthorityRenewal
{
    /// <summary>What has less than this left is renewed at a resume.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(30);

    /// <summary>Renews what has to be.</summary>
    /// <param name="keys">The cluster's.</param>
    /// <param name="since">When the resume began: what an earlier run of it renewed is told again.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The keys, and the names of the authorities that are new in them; none where all are good.</returns>
    public static (ClusterKeys Keys, IReadOnlyList<string> Renewed) Renew(ClusterKeys keys, DateTimeOffset since, TimeProvider time)
    {
        var next = keys with
        {
            Cluster = Renew(keys.Cluster, time),
            Etcd = Renew(keys.Etcd, time),
            FrontProxy = Renew(keys.FrontProxy, time),
            KubeletServing = Renew(keys.KubeletServing, time),
            RequestSigning = Renew(keys.RequestSigning, time),
        };
        return (next, [.. new[] { next.Cluster, next.Etcd, next.FrontProxy, next.KubeletServing, next.RequestSigning }.Select(pair => NewName(pair, since)).OfType<string>()]);
    }

    private static PemPair Renew(PemPair pair, TimeProvider time)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        return certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime > Margin ? pair : new CertificateAuthority(pair, time).Renewed();
    }

    // Certificates count whole seconds.
    private static string? NewName(PemPair pair, DateTimeOffset since)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        return certificate.NotBefore.ToUniversalTime() + CertificateAuthority.Skew + TimeSpan.FromSeconds(1) > since.UtcDateTime ? certificate.GetNameInfo(X509NameType.SimpleName, false) : null;
    }
}
