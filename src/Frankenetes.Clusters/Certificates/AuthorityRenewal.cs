using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.Clusters.Certificates;

/// <summary>Renews authorities that ran out while a cluster slept, or soon will. Their keys stay: what they signed is good for as long as it says.</summary>
internal static class AuthorityRenewal
{
    /// <summary>What has less than this left is renewed at a resume.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromDays(30);

    /// <returns>The keys, and the names of the authorities that are new in them; none where all are good.</returns>
    public static (ClusterKeys Keys, IReadOnlyList<string> Renewed) Renew(ClusterKeys keys, TimeProvider time)
    {
        var renewed = new List<string>();
        return (keys with
        {
            Cluster = Renew(keys.Cluster, time, renewed),
            Etcd = Renew(keys.Etcd, time, renewed),
            FrontProxy = Renew(keys.FrontProxy, time, renewed),
            KubeletServing = Renew(keys.KubeletServing, time, renewed),
            RequestSigning = Renew(keys.RequestSigning, time, renewed),
        }, renewed);
    }

    private static PemPair Renew(PemPair pair, TimeProvider time, List<string> renewed)
    {
        using var certificate = X509Certificate2.CreateFromPem(pair.Certificate);
        if (certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime > Margin)
            return pair;
        renewed.Add(certificate.GetNameInfo(X509NameType.SimpleName, false));
        return new CertificateAuthority(pair, time).Renewed();
    }
}
