using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.VirtualKubelet.SignIn;

/// <summary>HTTP to Azure: the system's authorities, and one of the configuration's besides.</summary>
internal static class AzureTrust
{
    /// <param name="authorityFile">PEM file; null: the system's alone.</param>
    public static SocketsHttpHandler CreateHandler(string? authorityFile)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) };
        if (authorityFile is null) return handler;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(authorityFile);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
            errors == SslPolicyErrors.None
            // The name must be right in any case: only who signed it is looked at again.
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && IsSignedBy(authorities, certificate, chain));
        return handler;
    }

    private static bool IsSignedBy(X509Certificate2Collection authorities, X509Certificate certificate, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        foreach (var element in presented?.ChainElements.AsEnumerable() ?? []) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        using var leaf = new X509Certificate2(certificate);
        return chain.Build(leaf);
    }
}
