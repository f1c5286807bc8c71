using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Frankenetes.VirtualKubelet.Tests.Registries;

/// <summary>A real registry (Debian's package docker-registry) on a loopback port of its own, with what is pushed to it.</summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    /// <summary>Bcrypt of <c>hunter2</c>, as htpasswd -B makes it.</summary>
    private const string Password = "$2y$05$9wqSQni3gHAJBJEoqqt0jew3dyCUdn1E4z2EG7KYQeMMS2cGHcvo.";

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _http = new();

    private RegistryProcess(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    public string Name => $"127.0.0.1:{Port}";

    /// <param name="auth">The <c>auth</c> section; null: anybody may read and write.</param>
    public static async Task<RegistryProcess> StartAsync(string? auth = null)
    {
        var folder = Directory.CreateTempSubdirectory("frankenetes-registry-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), $"reader:{Password}\n");
        var port = FreePorts.Take();
        var config = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(config, $"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}}}\nhttp: {{addr: '127.0.0.1:{port}'}}\n{auth?.Replace("{folder}", folder, StringComparison.Ordinal)}\n");
        var process = Process.Start(new ProcessStartInfo("docker-registry", ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var registry = new RegistryProcess(process, folder, port);
        await registry.AnswersAsync();
        return registry;
    }

    public static Task<RegistryProcess> StartWithPasswordAsync() => StartAsync("auth: {htpasswd: {realm: test, path: '{folder}/users'}}");

    public static AuthenticationHeaderValue Reader => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("reader:hunter2")));

    /// <summary>Pushes content; answers its digest.</summary>
    public async Task<string> PushBlobAsync(string repository, string content, AuthenticationHeaderValue? authorization)
    {
        var digest = Digest(content);
        using var start = await SendAsync(HttpMethod.Post, new Uri($"http://{Name}/v2/{repository}/blobs/uploads/"), null, authorization);
        var location = new Uri(new Uri($"http://{Name}/"), start.Headers.Location!);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.ContentType = new("application/octet-stream");
        using var end = await SendAsync(HttpMethod.Put, new Uri($"{location}{(location.Query.Length > 0 ? "&" : "?")}digest={Uri.EscapeDataString(digest)}"), body, authorization);
        return digest;
    }

    /// <summary>Pushes a manifest under a tag or its digest.</summary>
    public async Task<string> PushManifestAsync(string repository, string? tag, string type, string content, AuthenticationHeaderValue? authorization)
    {
        var digest = Digest(content);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
        body.Headers.ContentType = new(type);
        using var answer = await SendAsync(HttpMethod.Put, new Uri($"http://{Name}/v2/{repository}/manifests/{tag ?? digest}"), body, authorization);
        return digest;
    }

    /// <summary>Pushes an image without layers; answers its manifest's digest and size.</summary>
    public async Task<(string Digest, int Size)> PushImageAsync(string repository, string? tag, string configuration, AuthenticationHeaderValue? authorization = null)
    {
        const string Type = "application/vnd.docker.distribution.manifest.v2+json";
        var digest = await PushBlobAsync(repository, configuration, authorization);
        var manifest = $$"""{"schemaVersion":2,"mediaType":"{{Type}}","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{configuration.Length}},"digest":"{{digest}}"},"layers":[]}""";
        return (await PushManifestAsync(repository, tag, Type, manifest, authorization), manifest.Length);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Digest(string content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";

    private async Task AnswersAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri($"http://{Name}/v2/"), limit.Token);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, HttpContent? body, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body };
        request.Headers.Authorization = authorization;
        var answer = await _http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return answer;
    }
}
