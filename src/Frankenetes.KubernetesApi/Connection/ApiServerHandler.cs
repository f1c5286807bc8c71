using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.KubernetesApi.Connection;

/// <summary>Makes the HTTP handler that trusts the cluster's authority alone and shows the client certificate.</summary>
internal static class ApiServerHandler
{
    public static SocketsHttpHandler Create(ApiServerOptions options)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(options.CertificateAuthority);
        var certificate = X509Certificate2.CreateFromPemFile(options.ClientCertificate, options.ClientKey);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return new SocketsHttpHandler
        {
            // The system's proxy is for the way out; the API server is a neighbour.
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
                CertificateChainPolicy = policy,
            },
        };
    }
}
