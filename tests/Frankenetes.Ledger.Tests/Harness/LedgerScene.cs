using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Frankenetes.ContainerInstances;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Entries;
using Frankenetes.Ledger.Lives;
using Frankenetes.Ledger.Writing;
using Frankenetes.LocalAzure;
using Frankenetes.LocalAzure.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.Ledger.Tests.Harness;

/// <summary>A local Azure whose groups run nothing, with a record account, its ledger and a resource group for pods.</summary>
internal sealed class LedgerScene : IAsyncDisposable
{
    public const string ResourceGroup = "dev-pods";
    private const string Account = "fk0123456789abrec";
    private readonly LocalAzureServer _server;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;
    private readonly JsonElement _about;
    private readonly ResourceManagerClient _arm;
    private BlobContainerClient _container = null!;

    private LedgerScene(LocalAzureServer server, DirectoryInfo folder)
    {
        (_server, _folder) = (server, folder);
        _about = JsonElement.Parse(File.ReadAllText(Path.Combine(folder.FullName, "local-azure.json")));
        var authority = X509CertificateLoader.LoadCertificateFromFile(Text("caCertificatePath"));
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck } } });
        _arm = new ResourceManagerClient(new Token(this), new ResourceManagerOptions
        {
            Endpoint = new Uri(Text("resourceManagerEndpoint")), SubscriptionId = Text("subscriptionId"), Transport = new HttpClientTransport(_http), PollingInterval = TimeSpan.FromMilliseconds(20),
        });
    }

    /// <summary>Groups without a ledger beside them: what others do to them.</summary>
    public IContainerGroups Groups => _arm.ContainerGroups;

    /// <summary>How often each operation was asked of the record account, as Azure Monitor tells it.</summary>
    public Task<IReadOnlyDictionary<string, long>> TransactionsAsync(DateTimeOffset from, DateTimeOffset to) => _arm.StorageAccounts.CountTransactionsAsync(ResourceGroup, Account, from, to);

    /// <summary>An address by which one may append to the ledger.</summary>
    public Uri Sas { get; private set; } = null!;

    public static async Task<LedgerScene> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("ledger-");
        var scene = new LedgerScene(await LocalAzureServer.StartAsync(new StartOptions(folder.FullName, 0, WithoutContainers: true), TimeProvider.System), folder);
        await scene._arm.ResourceGroups.CreateOrUpdateAsync(ResourceGroup, new ResourceGroupData("eastus"));
        var account = await scene._arm.StorageAccounts.CreateAsync(ResourceGroup, Account, new StorageAccountData("eastus"));
        var key = new StorageSharedKeyCredential(Account, (await scene._arm.StorageAccounts.GetKeysAsync(ResourceGroup, Account))[0]);
        scene._container = new BlobServiceClient(account.Properties.PrimaryEndpoints!.Blob, key, scene.Options()).GetBlobContainerClient("ledger");
        await scene._container.CreateAsync();
        await scene.SetPolicyAsync(new BlobSignedIdentifier { Id = "epoch-1", AccessPolicy = new BlobAccessPolicy { Permissions = "ac", PolicyStartsOn = DateTimeOffset.UtcNow.AddHours(-1), PolicyExpiresOn = DateTimeOffset.UtcNow.AddDays(1) } });
        scene.Sas = new UriBuilder(scene._container.Uri) { Query = new BlobSasBuilder { BlobContainerName = "ledger", Resource = "c", Identifier = "epoch-1" }.ToSasQueryParameters(key).ToString() }.Uri;
        return scene;
    }

    /// <summary>The groups as a process sees them that keeps the ledger of this epoch; its memory is its own.</summary>
    public LedgeredContainerGroups Open(TimeProvider? time = null, string writer = "virtual-kubelet-one")
    {
        var blobs = new LedgerBlobs(name => new AppendBlobClient(new UriBuilder(Sas) { Path = $"{Sas.AbsolutePath}/{name}" }.Uri, Options()), writer);
        return new LedgeredContainerGroups(Groups, new GroupLedger(new LedgerWriter(blobs, () => 1, time ?? TimeProvider.System, NullLogger.Instance)));
    }

    public BlobContainerClient ByAddress() => new(Sas, Options());

    /// <summary>Which rights are good from now on; none: nobody's.</summary>
    public Task SetPolicyAsync(params BlobSignedIdentifier[] policies) => _container.SetAccessPolicyAsync(permissions: policies);

    public async Task<IReadOnlyList<(string Blob, LedgerEntry Entry)>> EntriesAsync()
    {
        var entries = new List<(string, LedgerEntry)>();
        await foreach (var blob in _container.GetBlobsAsync())
            entries.AddRange(LedgerLines.Read((await _container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToString()).Select(entry => (blob.Name, entry)));
        return entries;
    }

    public async Task<IReadOnlyList<GroupLife>> LivesAsync() => LifeBook.Read((await EntriesAsync()).Select(one => (LedgerBlobs.EpochOf(one.Blob), one.Entry)));

    /// <summary>The local Azure's own journal of a group: what happened, when.</summary>
    public IReadOnlyList<(string Event, DateTimeOffset Time)> JournalOf(string group) =>
        [.. File.ReadAllLines(Path.Combine(_folder.FullName, "group-journal.jsonl")).Select(line => JsonElement.Parse(line)).Where(line => line.GetProperty("group").GetString()!.EndsWith($"/{group}", StringComparison.OrdinalIgnoreCase))
            .Select(line => (line.GetProperty("event").GetString()!, line.GetProperty("time").GetDateTimeOffset()))];

    public async Task SetFaultsAsync(string rules)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(new Uri(Text("resourceManagerEndpoint")), "local-azure/faults"));
        request.Headers.Authorization = new("Bearer", (await TokenAsync()).Token);
        request.Content = new StringContent($"{{\"rules\":[{rules}]}}", System.Text.Encoding.UTF8, "application/json");
        (await _http.SendAsync(request)).EnsureSuccessStatusCode();
    }

    public static ContainerGroupData Group(ContainerGroupRestartPolicy? policy = null) => new(
        "eastus", [new ContainerInstanceContainer("main", "busybox", new ContainerResourceRequirements(new ContainerResourceRequestsContent(1.5, 0.5)))], ContainerInstanceOperatingSystemType.Linux)
    {
        RestartPolicy = policy ?? ContainerGroupRestartPolicy.Always,
        Tags = new Dictionary<string, string> { ["frankenetes-role"] = "pod", ["frankenetes-pod-namespace"] = "default", ["frankenetes-pod-name"] = "web", ["frankenetes-pod-uid"] = "uid-web", ["frankenetes-node"] = "one" },
    };

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private BlobClientOptions Options() => new() { Transport = new HttpClientTransport(_http), Retry = { MaxRetries = 0 } };

    private string Text(string name) => _about.GetProperty(name).GetString()!;

    private async Task<AccessToken> TokenAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Text("clientId"), ["client_secret"] = Text("clientSecret"), ["scope"] = "https://management.azure.com/.default",
        });
        using var answer = await _http.PostAsync(new Uri(new Uri(Text("authority")), $"{Text("tenantId")}/oauth2/v2.0/token"), form);
        return new AccessToken((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!, DateTimeOffset.UtcNow.AddHours(1));
    }

    private sealed class Token(LedgerScene scene) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => await scene.TokenAsync();
    }
}
