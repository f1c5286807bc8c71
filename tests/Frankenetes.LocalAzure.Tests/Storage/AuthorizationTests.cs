using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Frankenetes.LocalAzure.Tests.Storage;

public sealed class AuthorizationTests : IAsyncLifetime, IDisposable
{
    // Each test moves the clock or changes policies, so each has services of its own.
    private readonly StorageHost _host = new();
    private BlobContainerClient _container = null!;

    private DateTimeOffset InAnHour => _host.Time.GetUtcNow().AddHours(1);

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        _container = await _host.Blobs.CreateBlobContainerAsync("etcd");
        await _container.UploadBlobAsync("full/1 ü", BinaryData.FromString("snapshot"));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    public void Dispose()
    {
    }

    [Fact]
    public async Task Either_key_opens_the_account_and_no_other_does()
    {
        foreach (var key in _host.Account.Keys) await As(key).GetBlobContainerClient("etcd").GetPropertiesAsync();
        await Refusal.IsAsync(403, "AuthenticationFailed", () => As(Convert.ToBase64String(new byte[64])).GetBlobContainerClient("etcd").GetBlobClient("full/1 ü").DownloadContentAsync());
        var former = _host.Account.Keys[0];
        _host.Accounts.RegenerateKey(StorageHost.AccountName, 0);
        await Refusal.IsAsync(403, "AuthenticationFailed", () => As(former).GetBlobContainerClient("etcd").GetAccessPolicyAsync());
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused() =>
        await Refusal.IsAsync(401, "NoAuthenticationInformation", () => new BlobClient(_container.GetBlobClient("full/1 ü").Uri, _host.BlobOptions).DownloadContentAsync());

    [Fact]
    public async Task An_old_date_is_refused()
    {
        _host.Time.Advance(TimeSpan.FromMinutes(14));
        await _container.GetPropertiesAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(2));
        await Refusal.IsAsync(403, "AuthenticationFailed", () => _container.GetAccessPolicyAsync());
    }

    [Fact]
    public async Task An_unknown_account_is_not_found()
    {
        var (status, body) = await RawHttp.SendAsync(_host.BlobEndpoint, "GET", "/nobody/?comp=list");
        Assert.Equal(404, status);
        Assert.Contains("<Code>ResourceNotFound</Code>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_path_or_query_breaks_the_signature()
    {
        var sas = _container.GetBlobClient("full/1 ü").GenerateSasUri(BlobSasPermissions.Read, InAnHour);
        var (status, _) = await RawHttp.SendAsync(_host.BlobEndpoint, "GET", sas.PathAndQuery);
        Assert.Equal(200, status);
        foreach (var (from, to) in new[] { ("full", "null"), ("sp=r", "sp=rw"), ("/etcd/", "/control/"), ("&se=20", "&se=21") })
        {
            Assert.Contains(from, sas.PathAndQuery, StringComparison.Ordinal);
            Assert.Equal(403, (await RawHttp.SendAsync(_host.BlobEndpoint, "GET", sas.PathAndQuery.Replace(from, to, StringComparison.Ordinal))).Status);
        }
    }

    [Fact]
    public async Task A_container_SAS_grants_its_letters_alone()
    {
        var container = new BlobContainerClient(_container.GenerateSasUri(BlobContainerSasPermissions.Read | BlobContainerSasPermissions.List | BlobContainerSasPermissions.Create, InAnHour), _host.BlobOptions);
        Assert.Equal("snapshot", (await container.GetBlobClient("full/1 ü").DownloadContentAsync()).Value.Content.ToString());
        Assert.Single(await container.GetBlobsAsync(new GetBlobsOptions()).ToListAsync());
        await container.UploadBlobAsync("new", BinaryData.FromString("created"));
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => container.GetBlobClient("new").UploadAsync(BinaryData.FromString("over"), overwrite: true));
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => container.DeleteBlobAsync("new"));
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => container.GetBlobClient("new").SetMetadataAsync(new Dictionary<string, string>()));
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => container.GetBlobClient("new").GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15)));
        await Refusal.IsAsync(403, "AuthorizationFailure", () => container.DeleteAsync());
        await Refusal.IsAsync(403, "AuthorizationFailure", () => container.GetAccessPolicyAsync());
        Assert.Equal("created", (await _container.GetBlobClient("new").DownloadContentAsync()).Value.Content.ToString());
    }

    [Fact]
    public async Task A_SAS_is_for_its_own_container_and_blob()
    {
        await _host.Blobs.CreateBlobContainerAsync("control");
        await _container.UploadBlobAsync("other", BinaryData.FromString("x"));
        var ofContainer = _container.GenerateSasUri(BlobContainerSasPermissions.All, InAnHour).Query;
        var ofBlob = _container.GetBlobClient("full/1 ü").GenerateSasUri(BlobSasPermissions.All, InAnHour).Query;
        await Refusal.IsAsync(403, "AuthenticationFailed", () => new BlobClient(new Uri($"{_host.BlobEndpoint}/control/x{ofContainer}"), _host.BlobOptions).UploadAsync(BinaryData.FromString("x")));
        await Refusal.IsAsync(403, "AuthenticationFailed", () => new BlobClient(new Uri($"{_container.Uri}/other{ofBlob}"), _host.BlobOptions).DownloadContentAsync());
        await new BlobClient(new Uri($"{_container.Uri}/full/1%20%C3%BC{ofBlob}"), _host.BlobOptions).DownloadContentAsync();
    }

    [Fact]
    public async Task A_SAS_works_between_its_start_and_its_expiry()
    {
        var now = _host.Time.GetUtcNow();
        var builder = new BlobSasBuilder(BlobContainerSasPermissions.Read, now.AddMinutes(20)) { BlobContainerName = "etcd", StartsOn = now.AddMinutes(10), Resource = "c" };
        var blob = new BlobContainerClient(_container.GenerateSasUri(builder), _host.BlobOptions).GetBlobClient("full/1 ü");
        await Refusal.IsAsync(403, "AuthenticationFailed", () => blob.DownloadContentAsync());
        _host.Time.Advance(TimeSpan.FromMinutes(11));
        await blob.DownloadContentAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(10));
        await Refusal.IsAsync(403, "AuthenticationFailed", () => blob.DownloadContentAsync());
    }

    [Fact]
    public async Task A_SAS_for_https_is_refused_over_http()
    {
        var builder = new BlobSasBuilder(BlobContainerSasPermissions.Read, InAnHour) { BlobContainerName = "etcd", Resource = "c", Protocol = SasProtocol.Https };
        var blob = new BlobContainerClient(_container.GenerateSasUri(builder), _host.BlobOptions).GetBlobClient("full/1 ü");
        await Refusal.IsAsync(403, "AuthorizationProtocolMismatch", () => blob.DownloadContentAsync());
    }

    [Fact]
    public async Task Permissions_and_expiry_come_from_the_stored_access_policy_and_end_with_it()
    {
        await SetPolicyAsync("epoch-1", "rcl", InAnHour);
        var agent = PolicySas("epoch-1");
        await agent.GetBlobClient("full/1 ü").DownloadContentAsync();
        await agent.UploadBlobAsync("full/2", BinaryData.FromString("x"));
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => agent.DeleteBlobAsync("full/2"));

        await SetPolicyAsync("epoch-1", "rcld", InAnHour);
        await agent.DeleteBlobAsync("full/2");

        await SetPolicyAsync("epoch-2", "rcl", InAnHour);
        await Refusal.IsAsync(403, "AuthenticationFailed", () => agent.GetBlobClient("full/1 ü").DownloadContentAsync());
        await Refusal.IsAsync(403, "AuthenticationFailed", () => agent.GetAppendBlobClient("log").CreateAsync());
        await PolicySas("epoch-2").GetBlobClient("full/1 ü").DownloadContentAsync();
    }

    [Fact]
    public async Task A_policy_expires_and_is_extended_without_a_new_SAS()
    {
        await SetPolicyAsync("epoch-1", "r", _host.Time.GetUtcNow().AddMinutes(5));
        var agent = PolicySas("epoch-1").GetBlobClient("full/1 ü");
        await agent.DownloadContentAsync();
        _host.Time.Advance(TimeSpan.FromMinutes(6));
        await Refusal.IsAsync(403, "AuthenticationFailed", () => agent.DownloadContentAsync());
        await SetPolicyAsync("epoch-1", "r", _host.Time.GetUtcNow().AddMinutes(5));
        await agent.DownloadContentAsync();
    }

    [Fact]
    public async Task Policies_are_told_as_they_were_set_and_outlive_the_process()
    {
        await SetPolicyAsync("epoch-7", "racwdl", InAnHour);
        await _host.RestartAsync();
        var policy = Assert.Single((await _host.Blobs.GetBlobContainerClient("etcd").GetAccessPolicyAsync()).Value.SignedIdentifiers);
        Assert.Equal(("epoch-7", "racwdl"), (policy.Id, policy.AccessPolicy.Permissions));
        Assert.Equal(InAnHour.ToUnixTimeSeconds(), policy.AccessPolicy.PolicyExpiresOn!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_SAS_may_name_the_headers_of_the_answer()
    {
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, InAnHour) { BlobContainerName = "etcd", BlobName = "full/1 ü", Resource = "b", ContentType = "text/special", CacheControl = "no-store" };
        var blob = new BlobClient(_container.GetBlobClient("full/1 ü").GenerateSasUri(builder), _host.BlobOptions);
        var details = (await blob.DownloadContentAsync()).Value.Details;
        Assert.Equal(("text/special", "no-store"), (details.ContentType, details.CacheControl));
    }

    [Theory]
    [InlineData("2018-03-28", "{0}\n\n{1}\n/blob/record1/etcd\n\n\n\n2018-03-28\n\n\n\n\n")]
    [InlineData("2018-11-09", "{0}\n\n{1}\n/blob/record1/etcd\n\n\n\n2018-11-09\nc\n\n\n\n\n\n")]
    [InlineData("2020-12-06", "{0}\n\n{1}\n/blob/record1/etcd\n\n\n\n2020-12-06\nc\n\n\n\n\n\n\n")]
    public async Task Older_versions_sign_fewer_fields(string version, string form)
    {
        var expiry = InAnHour.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, "r", expiry);
        var signature = Uri.EscapeDataString(Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(_host.Account.Keys[0]), Encoding.UTF8.GetBytes(text))));
        var sas = $"sv={version}&sr=c&sp=r&se={Uri.EscapeDataString(expiry)}&sig={signature}";
        var (status, body) = await RawHttp.SendAsync(_host.BlobEndpoint, "GET", $"{_host.BlobEndpoint.AbsolutePath}/etcd/full/1%20%C3%BC?{sas}");
        Assert.Equal((200, true), (status, body.EndsWith("snapshot", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Host_style_addresses_are_signed_and_served_alike()
    {
        var endpoint = new Uri($"http://{StorageHost.AccountName}.blob.core.frankenetes.internal:{_host.BlobEndpoint.Port}/");
        var blobs = new BlobServiceClient(endpoint, _host.Credential, _host.BlobOptions);
        Assert.Equal("snapshot", (await blobs.GetBlobContainerClient("etcd").GetBlobClient("full/1 ü").DownloadContentAsync()).Value.Content.ToString());
        // A container named like the account must not be taken for the account of the path style.
        BlobContainerClient container = await blobs.CreateBlobContainerAsync(StorageHost.AccountName);
        await container.UploadBlobAsync($"{StorageHost.AccountName}/a%2Fb", BinaryData.FromString("x"));
        var sas = container.GetBlobClient($"{StorageHost.AccountName}/a%2Fb").GenerateSasUri(BlobSasPermissions.Read, InAnHour);
        Assert.Equal("x", (await new BlobClient(sas, _host.BlobOptions).DownloadContentAsync()).Value.Content.ToString());
        var pathStyle = _host.Blobs.GetBlobContainerClient(StorageHost.AccountName);
        Assert.Equal($"{StorageHost.AccountName}/a%2Fb", Assert.Single(await pathStyle.GetBlobsAsync(new GetBlobsOptions()).ToListAsync()).Name);
        Assert.Equal("x", (await pathStyle.GetBlobClient($"{StorageHost.AccountName}/a%2Fb").DownloadContentAsync()).Value.Content.ToString());
    }

    [Theory]
    [InlineData("comp=%01")]
    [InlineData("restype=container&comp=list&sr=%02&sig=x&se=%03")]
    [InlineData("restype=container&comp=list&sig=%zz&sr=c")]
    public async Task Odd_queries_are_refused_in_whole_XML(string query)
    {
        var (status, body) = await RawHttp.SendAsync(_host.BlobEndpoint, "GET", $"{_host.BlobEndpoint.AbsolutePath}/etcd/x?{query}");
        Assert.InRange(status, 400, 501);
        Assert.NotEqual(500, status);
        System.Xml.Linq.XDocument.Parse(body[body.IndexOf('<', StringComparison.Ordinal)..(body.LastIndexOf('>') + 1)]);
    }

    [Fact]
    public async Task An_account_SAS_grants_kinds_of_resources()
    {
        var builder = new AccountSasBuilder(AccountSasPermissions.Read | AccountSasPermissions.List, InAnHour, AccountSasServices.Blobs, AccountSasResourceTypes.Service | AccountSasResourceTypes.Object);
        var blobs = new BlobServiceClient(new Uri($"{_host.BlobEndpoint}?{builder.ToSasQueryParameters(_host.Credential)}"), _host.BlobOptions);
        Assert.Single(await blobs.GetBlobContainersAsync().ToListAsync());
        await blobs.GetBlobContainerClient("etcd").GetBlobClient("full/1 ü").DownloadContentAsync();
        await Refusal.IsAsync(403, "AuthorizationResourceTypeMismatch", async () => await blobs.GetBlobContainerClient("etcd").GetBlobsAsync(new GetBlobsOptions()).ToListAsync());
        await Refusal.IsAsync(403, "AuthorizationPermissionMismatch", () => blobs.GetBlobContainerClient("etcd").DeleteBlobAsync("full/1 ü"));
    }

    private BlobServiceClient As(string key) => new(_host.BlobEndpoint, new StorageSharedKeyCredential(StorageHost.AccountName, key), _host.BlobOptions);

    private BlobContainerClient PolicySas(string policy) =>
        new(_container.GenerateSasUri(new BlobSasBuilder { BlobContainerName = "etcd", Resource = "c", Identifier = policy }), _host.BlobOptions);

    private Task<Response<BlobContainerInfo>> SetPolicyAsync(string id, string permissions, DateTimeOffset expires) => _container.SetAccessPolicyAsync(permissions:
    [
        new BlobSignedIdentifier { Id = id, AccessPolicy = new BlobAccessPolicy { Permissions = permissions, PolicyExpiresOn = expires } },
    ]);
}
