using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.EtcdKeeper.Configuration;

namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>Opens the containers that keeper.json names by their SAS.</summary>
internal static class BlobContainers
{
    private const int Tries = 5;

    /// <exception cref="KeeperConfigurationException">The extra certificate authority cannot be read.</exception>
    public static BlobStore Open(Uri container, string? certificateAuthority, StoragePatience patience)
    {
        var options = Options(certificateAuthority, patience);
        return new BlobStore(new BlobContainerClient(container, options), name => new BlockBlobClient(Address(container, name), options));
    }

    /// <summary>The same container's append blobs. They are tried once: their caller must know what became of each append before the next.</summary>
    /// <exception cref="KeeperConfigurationException">The extra certificate authority cannot be read.</exception>
    public static AppendBlobs OpenAppend(Uri container, string? certificateAuthority)
    {
        var options = Options(certificateAuthority, StoragePatience.Once);
        return new AppendBlobs(name => new AppendBlobClient(Address(container, name), options));
    }

    private static BlobClientOptions Options(string? certificateAuthority, StoragePatience patience)
    {
        var options = new BlobClientOptions
        {
            Transport = new HttpClientTransport(new HttpClient(Handler(certificateAuthority), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan }),
        };
        options.Retry.MaxRetries = patience == StoragePatience.Patient ? Tries - 1 : 0;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = patience == StoragePatience.Patient ? TimeSpan.FromSeconds(30) : TimeSpan.FromSeconds(5);
        // What goes wrong is told by the keeper itself; the client's own diagnostics know the whole address.
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        return options;
    }

    // GetBlobClient takes an address's first segment for the account only where the host is an IP address, and would lose the container of
    // https://name:port/account/container: so the whole address is made here.
    internal static Uri Address(Uri container, string name)
    {
        var blob = new UriBuilder(container);
        blob.Path = $"{blob.Path.TrimEnd('/')}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}";
        return blob.Uri;
    }

    private static SocketsHttpHandler Handler(string? certificateAuthority)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
        };
        if (certificateAuthority is not null)
        {
            var extra = Load(certificateAuthority);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, extra);
        }

        return handler;
    }

    private static X509Certificate2Collection Load(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new KeeperConfigurationException($"storage.certificateAuthority '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The system's trust decides first; a chain it does not know may end in the extra authority. A wrong name is never forgiven.</summary>
    private static bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors, X509Certificate2Collection extra)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 leaf)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(extra);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        foreach (var element in sent?.ChainElements.Skip(1) ?? [])
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(leaf);
    }
}
