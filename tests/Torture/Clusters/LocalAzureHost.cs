using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace Frankenetes.Torture.Clusters;

/// <summary>A local Azure of a row's own, and the engine under it.</summary>
internal sealed class LocalAzureHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torture-azure-").FullName;
    private HttpClient _http = null!;
    private JsonElement _about;

    private LocalAzureHost() => Cmdlets = new Cmdlets(_folder);

    public Cmdlets Cmdlets { get; }

    public string Folder => _folder;

    public string Location => Text("location");

    public static async Task<LocalAzureHost> StartAsync(bool isolated, string options = "")
    {
        var azure = new LocalAzureHost();
        await azure.Cmdlets.RunAsync($"$null = Start-FrankenetesLocalAzure -StatePath '{azure._folder}' {(isolated ? "-IsolateGroups" : "")} {options}");
        azure._about = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(azure._folder, "local-azure.json")));
        azure._http = TrustedHttp.Create(X509CertificateLoader.LoadCertificateFromFile(azure.Text("caCertificatePath")));
        return azure;
    }

    /// <summary>One call of Resource Manager, or of the local Azure's own addresses.</summary>
    public async Task<JsonElement?> CallAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, Text("resourceManagerEndpoint").TrimEnd('/') + path.Replace("{subscription}", Text("subscriptionId"), StringComparison.Ordinal));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync());
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{method} {path} was answered with {(int)answer.StatusCode}: {said}");
        return said.Length > 0 ? JsonElement.Parse(said) : null;
    }

    /// <summary>The ids of all resource groups and resources.</summary>
    public async Task<IReadOnlyList<string>> ResourcesAsync()
    {
        var ids = new List<string>();
        foreach (var list in new[] { "resourcegroups", "resources" })
        {
            var found = await CallAsync(HttpMethod.Get, $"/subscriptions/{{subscription}}/{list}?api-version=2021-04-01");
            ids.AddRange(found!.Value.GetProperty("value").EnumerateArray().Select(resource => resource.GetProperty("id").GetString()!));
        }

        return ids;
    }

    public async Task<IReadOnlyList<string>> GroupsAsync()
        => [.. (await ResourcesAsync()).Where(id => id.Contains("/containerGroups/", StringComparison.Ordinal)).Select(id => id[(id.LastIndexOf('/') + 1)..])];

    /// <summary>What a blob of the cluster's holds, as text.</summary>
    public async Task<string> BlobAsync(string role, string container, string name)
        => (await (await ContainerAsync(role, container)).GetBlobClient(name).DownloadContentAsync()).Value.Content.ToString();

    public async Task WriteBlobAsync(string role, string container, string name, string text)
        => await (await ContainerAsync(role, container)).GetBlobClient(name).UploadAsync(BinaryData.FromString(text), overwrite: true);

    public async Task<IReadOnlyList<string>> BlobsAsync(string role, string container)
    {
        var names = new List<string>();
        await foreach (var blob in (await ContainerAsync(role, container)).GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }

    /// <summary>The names of its containers, whether they run or not.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync()
        => (await EngineAsync("ps", "--all", "--no-trunc", "--format", "{{.Names}}", "--filter", $"label=frankenetes={Text("instanceId")}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async Task<string> EngineAsync(params string[] words)
    {
        var client = File.Exists("/usr/bin/podman") ? ("podman", "--url") : ("docker", "--host");
        using var process = Process.Start(new ProcessStartInfo(client.Item1, [client.Item2, Text("engine"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{client.Item1} {words[0]}: {await errors}");
    }

    /// <summary>What is left where there should be nothing: resources, containers, files of either.</summary>
    public async Task<IReadOnlyList<string>> LeftAsync()
        => [.. await ResourcesAsync(), .. await ContainersAsync(),
            .. new[] { "accounts", "storage-accounts", "resource-groups", "container-groups" }.Select(part => Path.Combine(_folder, part)).Where(Directory.Exists)
                .SelectMany(part => Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories))];

    public async ValueTask DisposeAsync()
    {
        await Cmdlets.RunAsync($"Stop-FrankenetesLocalAzure -StatePath '{_folder}' -RemoveAll -Confirm:$false");
        await Cmdlets.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<BlobContainerClient> ContainerAsync(string role, string container)
    {
        var account = (await ResourcesAsync()).Single(id => id.Contains("/storageAccounts/", StringComparison.Ordinal) && id.EndsWith(role, StringComparison.Ordinal));
        var keys = await CallAsync(HttpMethod.Post, $"{account}/listKeys?api-version=2023-05-01");
        var name = account[(account.LastIndexOf('/') + 1)..];
        var credential = new StorageSharedKeyCredential(name, keys!.Value.GetProperty("keys")[0].GetProperty("value").GetString());
        var address = new Uri(_about.GetProperty("storageEndpoints").GetProperty("blob").GetString() + name);
        return new BlobServiceClient(address, credential, new BlobClientOptions { Transport = new HttpClientTransport(_http) }).GetBlobContainerClient(container);
    }

    private async Task<string> TokenAsync()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Text("clientId"), ["client_secret"] = Text("clientSecret"), ["scope"] = "https://management.azure.com/.default",
        });
        using var answer = await _http.PostAsync(new Uri($"{Text("authority")}{Text("tenantId")}/oauth2/v2.0/token"), form);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("access_token").GetString()!;
    }

    private string Text(string name) => _about.GetProperty(name).GetString()!;
}
