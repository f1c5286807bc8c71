using System.Net;
using System.Security.Cryptography.X509Certificates;
using Azure.Storage;
using Frankenetes.LocalAzure.Faults;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>LocalAzure's Blob service with one account: over TLS for the keeper, and over plain HTTP for the test itself.</summary>
internal sealed class BlobEndpoint : IAsyncDisposable
{
    private const string Account = "record1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keeper-storage-");
    private readonly StorageAccount _account;
    private readonly BlobService _blobs;
    private readonly TestPki _pki;
    private readonly WebApplication _application;

    /// <summary>The local Azure's own rules of what is to go wrong.</summary>
    private FaultRules Faults { get; } = new(TimeProvider.System);

    /// <summary>What else is to happen to requests on their way; null = nothing.</summary>
    public Func<HttpContext, RequestDelegate, Task>? Between { get; set; }

    private BlobEndpoint()
    {
        var accounts = new StorageAccounts(_folder.FullName, TimeProvider.System);
        _account = accounts.Create(Account, "eastus", "StorageV2", "Standard_LRS", null);
        _blobs = new BlobService(accounts, TimeProvider.System, NullLogger<BlobService>.Instance);
        _pki = new TestPki(Path.Combine(_folder.FullName, "pki"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            using var pem = X509Certificate2.CreateFromPemFile(_pki.Certificate("server"), _pki.Key("server"));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null)));
        });
        _application = builder.Build();
        _application.Use((context, next) =>
        {
            context.Items[typeof(RequestTarget)] = new RequestTarget(AzureService.Blob);
            return Faults.Apply(context, next);
        });
        _application.Use((context, next) => Between is { } between ? between(context, next) : next(context));
        Faults.Map(_application);
        _application.Map("{**rest}", RouteAsync);
    }

    /// <summary>The account, for the test.</summary>
    public Uri Address => new(PortOf("http"), Account);

    /// <summary>Where the keeper's TLS ends.</summary>
    public IPEndPoint Tls => new(IPAddress.Loopback, PortOf("https").Port);

    /// <summary>What the keeper has to trust.</summary>
    public string CertificateAuthority => _pki.Authority;

    public StorageSharedKeyCredential Credential => new(Account, _account.Keys[0]);

    public static async Task<BlobEndpoint> StartAsync()
    {
        var endpoint = new BlobEndpoint();
        await endpoint._application.StartAsync();
        return endpoint;
    }

    /// <summary>Sets the rules, as docs/contracts.md section 2 states them; they replace those that there are.</summary>
    public async Task SetFaultsAsync(string rules)
    {
        using var client = new HttpClient();
        using var content = new StringContent(rules, System.Text.Encoding.UTF8, "application/json");
        (await client.PutAsync(new Uri(PortOf("http"), "/local-azure/faults"), content)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Uri PortOf(string scheme) => _application.Urls.Select(url => new Uri(url)).Single(url => url.Scheme == scheme);

    private Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.TrimStart('/').Split('/', 2);
        return _blobs.HandleAsync(context, path[0], path.Length == 2 ? path[1] : "");
    }
}
