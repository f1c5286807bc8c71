using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests;

/// <summary>Speaks to a LocalAzure over HTTPS as any client would: local-azure.json is all it knows.</summary>
public sealed class ArmClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private ArmClient(JsonNode endpoints)
    {
        Endpoints = endpoints;
        Handler = TrustingHandler(Text("caCertificatePath"));
        Http = new HttpClient(Handler) { BaseAddress = new Uri(Text("resourceManagerEndpoint")) };
    }

    public JsonNode Endpoints { get; }

    public HttpClient Http { get; }

    public SocketsHttpHandler Handler { get; }

    public string Subscription => $"/subscriptions/{Text("subscriptionId")}";

    public string Token { get; private set; } = "";

    public static async Task<ArmClient> ConnectAsync(string stateFolder)
    {
        var client = new ArmClient(JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(stateFolder, "local-azure.json")))!);
        var answer = await client.RequestTokenAsync($"/{client.Text("tenantId")}/oauth2/v2.0/token", client.Text("clientSecret"));
        client.Token = (string)answer.Body!["access_token"]!;
        return client;
    }

    public string Text(string member) => (string)Endpoints[member]!;

    public string Groups(string resourceGroup) => $"{Subscription}/resourceGroups/{resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups";

    public async Task<ArmAnswer> RequestTokenAsync(string path, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Text("clientId"),
            ["client_secret"] = secret,
            ["scope"] = "https://management.azure.com/.default",
        });
        using var response = await Http.PostAsync(path, form);
        return await ArmAnswer.ReadAsync(response);
    }

    public async Task<ArmAnswer> SendAsync(string method, string path, object? body = null, string? token = null, string? host = null)
    {
        var versioned = path.Contains("api-version=", StringComparison.Ordinal) ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}api-version=2023-05-01";
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Http.BaseAddress!, versioned));
        request.Headers.Authorization = (token ?? Token).Length > 0 ? new AuthenticationHeaderValue("Bearer", token ?? Token) : null;
        request.Headers.Host = host;
        if (body is not null)
            request.Content = new StringContent(body as string ?? System.Text.Json.JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request);
        return await ArmAnswer.ReadAsync(response);
    }

    public async Task<string> NewResourceGroupAsync()
    {
        var name = $"rg-{Guid.NewGuid():N}"[..12];
        Assert.Equal(201, (await SendAsync("PUT", $"{Subscription}/resourceGroups/{name}", new { location = "eastus" })).Status);
        return name;
    }

    /// <summary>Puts a group and waits for its operation; the final status document.</summary>
    public async Task<JsonNode> PutGroupAsync(string resourceGroup, string name, object body)
    {
        var answer = await SendAsync("PUT", $"{Groups(resourceGroup)}/{name}", body);
        Assert.True(answer.Status is 200 or 201, answer.ToString());
        return await OperationAsync(answer);
    }

    /// <summary>Polls the Azure-AsyncOperation of an answer until it has ended.</summary>
    public Task<JsonNode> OperationAsync(ArmAnswer answer)
    {
        var url = new Uri(answer.Headers["Azure-AsyncOperation"]).PathAndQuery;
        return UntilAsync(async () => (await SendAsync("GET", url)).Body!, o => (string?)o["status"] is not "InProgress");
    }

    public Task<JsonNode> GroupAsync(string resourceGroup, string name, Func<JsonNode, bool> condition) =>
        UntilAsync(async () => (await SendAsync("GET", $"{Groups(resourceGroup)}/{name}")).Body!, condition);

    public async Task<string> LogAsync(string resourceGroup, string name, string container) =>
        (string?)(await SendAsync("GET", $"{Groups(resourceGroup)}/{name}/containers/{container}/logs")).Body?["content"] ?? "";

    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> condition)
    {
        var until = DateTime.UtcNow + Patience;
        for (; ; )
        {
            var value = await read();
            if (condition(value))
                return value;
            Assert.True(DateTime.UtcNow < until, $"It did not happen within {Patience.TotalSeconds} s; last seen: {value}");
            await Task.Delay(30);
        }
    }

    /// <summary>Trusts the given CA and nothing else.</summary>
    public static SocketsHttpHandler TrustingHandler(string caPath)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(caPath));
        return new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy }, UseProxy = false };
    }

    public void Dispose() => Http.Dispose();
}
