using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Frankenetes.Clusters.Environments;

/// <summary>Makes HTTP handlers that trust one certificate authority and no other.</summary>
internal static class TrustedTransport
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");

    /// <summary>A handler for one server or environment.</summary>
    /// <param name="authority">The authority's certificate (PEM).</param>
    /// <param name="address">Where to connect to whatever the URL's host, which is still the name that is verified; null asks DNS.</param>
    /// <param name="client">A client certificate; null for none.</param>
    public static SocketsHttpHandler Create(string authority, IPAddress? address = null, X509Certificate2? client = null)
    {
        var root = X509Certificate2.CreateFromPem(authority);
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsTrusted(certificate, errors, root),
        };
        if (client is not null)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(client, null, true);
        return new SocketsHttpHandler
        {
            ConnectCallback = address is null ? null : (context, stop) => ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), stop),
            SslOptions = options,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            UseProxy = false,
        };
    }

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Throws where it could say no: the reason would be lost otherwise, and what a user reads must tell a wrong clock from a wrong server.
    private static bool IsTrusted(X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2 root)
    {
        if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            throw new AuthenticationException($"The server's certificate does not speak for its name ({errors}; {certificate?.Subject ?? "none was sent"}).");
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerUse);
        return chain.Build(certificate as X509Certificate2 ?? new X509Certificate2(certificate))
            ? true
            : throw new AuthenticationException($"The server's certificate is not trusted: {string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()))}.");
    }
}
