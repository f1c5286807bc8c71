using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Frankenetes.EtcdKeeper.Configuration;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>Mutual TLS with etcd: its CA alone is trusted, and the keeper shows its own certificate.</summary>
internal static class EtcdTls
{
    /// <exception cref="EtcdException">A certificate or key cannot be read.</exception>
    public static SslClientAuthenticationOptions For(EtcdConfiguration etcd)
    {
        try
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            policy.CustomTrustStore.ImportFromPemFile(etcd.CertificateAuthority);
            return new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = policy,
                ClientCertificates = [X509Certificate2.CreateFromPemFile(etcd.ClientCertificate, etcd.ClientKey)],
            };
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new EtcdException($"The keeper's certificate for etcd cannot be read: {e.Message}", e);
        }
    }
}
