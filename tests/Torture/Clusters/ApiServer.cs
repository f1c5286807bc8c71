using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frankenetes.Torture.Clusters;

/// <summary>A user of one cluster's API server, who keeps his values in ConfigMaps.</summary>
internal sealed class ApiServer : IDisposable
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly string? _name;

    /// <param name="kubeconfig">As Export-FrankenetesKubeConfig writes it.</param>
    public ApiServer(string kubeconfig)
    {
        string? Word(string key) => kubeconfig.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith(key + ": ", StringComparison.Ordinal))?[(key.Length + 2)..];
        string Pem(string key) => Encoding.UTF8.GetString(Convert.FromBase64String(Word(key)!));
        using var client = X509Certificate2.CreateFromPem(Pem("client-certificate-data"), Pem("client-key-data"));
        _http = TrustedHttp.Create(X509Certificate2.CreateFromPem(Pem("certificate-authority-data")), X509CertificateLoader.LoadPkcs12(client.Export(X509ContentType.Pkcs12), null));
        (_server, _name) = (new Uri(Word("server")!), Word("tls-server-name"));
    }

    /// <summary>The revision of an acknowledged write; null = nobody knows what became of it.</summary>
    public async Task<long?> TryPutAsync(string key, string value, CancellationToken cancellation)
    {
        // A request that the gate cut off is not to be waited for.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(WritePatience);
        try
        {
            var map = new JsonObject { ["metadata"] = new JsonObject { ["name"] = key }, ["data"] = new JsonObject { ["value"] = value } };
            using var put = await SendAsync(HttpMethod.Put, $"{Maps}/{key}", map, patience.Token);
            if (put.StatusCode != HttpStatusCode.NotFound)
                return await RevisionAsync(put, patience.Token);
            using var post = await SendAsync(HttpMethod.Post, Maps, map, patience.Token);
            return await RevisionAsync(post, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>Value and revision of every ConfigMap that is a user's.</summary>
    public async Task<IReadOnlyDictionary<string, (string Value, long Revision)>> KeysAsync()
    {
        var found = new Dictionary<string, (string, long)>(StringComparer.Ordinal);
        foreach (var map in (await GetAsync(Maps)).GetProperty("items").EnumerateArray())
        {
            if (map.TryGetProperty("data", out var data) && data.TryGetProperty("value", out var value))
                found[map.GetProperty("metadata").GetProperty("name").GetString()!] = (value.GetString()!, Revision(map));
        }

        return found;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, default);
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    public async Task CreateAsync(string path, JsonObject what)
    {
        using var answer = await SendAsync(HttpMethod.Post, path, what, default);
        answer.EnsureSuccessStatusCode();
    }

    public async Task DeleteAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, null, default);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, path));
        // What its certificate is verified by, though it is reached by its address.
        request.Headers.Host = _name;
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await _http.SendAsync(request, cancellation);
    }

    private static async Task<long?> RevisionAsync(HttpResponseMessage answer, CancellationToken cancellation)
        => answer.IsSuccessStatusCode ? Revision(JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation))) : null;

    private static long Revision(JsonElement item)
        => long.Parse(item.GetProperty("metadata").GetProperty("resourceVersion").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
