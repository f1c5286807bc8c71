using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.Torture.Clusters;

/// <summary>HTTP to servers of one certificate authority.</summary>
internal static class TrustedHttp
{
    public static HttpClient Create(X509Certificate2 authority, X509Certificate2? client = null)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority);
        var options = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        if (client is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true);
        return new HttpClient(new SocketsHttpHandler { SslOptions = options, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = Patience.Whole };
    }
}
