using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Files.Shares;
using Frankenetes.LocalAzure.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.LocalAzure.Tests.Storage;

/// <summary>The storage services on a loopback port and a folder of their own, with one account, for the stock clients.</summary>
public sealed class StorageHost : IAsyncLifetime
{
    public const string AccountName = "record1";
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        // Host-style names need no resolver: every name is this machine.
        ConnectCallback = async (connection, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, connection.DnsEndPoint.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });
    private WebApplication? _application;

    public string StateDirectory { get; } = Directory.CreateTempSubdirectory("local-azure-storage-").FullName;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public StorageAccounts Accounts { get; private set; } = null!;

    public StorageAccount Account => Accounts.TryGet(AccountName, out var account) ? account : throw new InvalidOperationException("The account is gone.");

    public StorageSharedKeyCredential Credential => new(AccountName, Account.Keys[0]);

    public Uri BlobEndpoint { get; private set; } = null!;

    public Uri FileEndpoint { get; private set; } = null!;

    public BlobServiceClient Blobs => new(BlobEndpoint, Credential, BlobOptions);

    public ShareServiceClient Shares => new(FileEndpoint, Credential, ShareOptions);

    /// <summary>No retries: a test sees the first answer.</summary>
    public BlobClientOptions BlobOptions => new() { Transport = new HttpClientTransport(Http), Retry = { MaxRetries = 0 } };

    public ShareClientOptions ShareOptions => new() { Transport = new HttpClientTransport(Http), Retry = { MaxRetries = 0 } };

    public async Task InitializeAsync()
    {
        await StartAsync();
        Accounts.Create(AccountName, "eastus", "StorageV2", "Standard_LRS", null);
    }

    /// <summary>Ends the services and starts new ones over the same folder, as after a crash: nothing is written at the end.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(StateDirectory, recursive: true);
    }

    private async Task StartAsync()
    {
        Accounts = new StorageAccounts(StateDirectory, Time);
        var blobs = new BlobService(Accounts, Time, NullLogger<BlobService>.Instance);
        var files = new FileService(Accounts, Time, NullLogger<FileService>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _application = builder.Build();
        var filePort = 0;
        _application.Run(context => Route(context, context.Connection.LocalPort == filePort ? files.HandleAsync : blobs.HandleAsync));
        await _application.StartAsync();
        var ports = _application.Urls.Select(url => new Uri(url).Port).ToArray();
        filePort = ports[1];
        BlobEndpoint = new Uri($"http://127.0.0.1:{ports[0]}/{AccountName}");
        FileEndpoint = new Uri($"http://127.0.0.1:{ports[1]}/{AccountName}");
    }

    private static Task Route(HttpContext context, Func<HttpContext, string, string, Task> service)
    {
        var host = context.Request.Host.Host.Split('.');
        if (host[0] == AccountName) return service(context, host[0], context.Request.Path.Value!.TrimStart('/'));
        var path = context.Request.Path.Value!.TrimStart('/').Split('/', 2);
        return service(context, path[0], path.Length == 2 ? path[1] : string.Empty);
    }

    private async Task StopAsync()
    {
        if (_application is null) return;
        await _application.StopAsync(new CancellationToken(canceled: true));
        await _application.DisposeAsync();
    }
}
