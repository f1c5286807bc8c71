using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Frankenetes.ContainerInstances;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.SignIn;
using Azure.Core.Pipeline;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>A local Azure of this test run's own, as users have it: a process on a state folder, with the machine's container engine behind it.</summary>
public sealed class LocalAzureProcess : IAsyncLifetime, IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("kubelet-tests-azure-").FullName;
    private readonly StringBuilder _errors = new();
    private Process _process = null!;
    private HttpClient _http = null!;

    public JsonNode Description { get; private set; } = null!;

    /// <summary>What it is started with besides its folder and port: most tests ask more often than Azure would bear.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = ["--limits", "off"];

    public async Task InitializeAsync()
    {
        var assembly = Path.Combine(AppContext.BaseDirectory, "Frankenetes.LocalAzure.dll");
        _process = Process.Start(new ProcessStartInfo("dotnet", [assembly, "--state", _state, "--port", $"{FreePorts.Take(3)}", .. Arguments]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
        var file = Path.Combine(_state, "local-azure.json");
        await Waiting.UntilAsync(() => _process.HasExited || File.Exists(file), "the local Azure answers");
        Assert.False(_process.HasExited, $"The local Azure ended at its start: {_errors}");
        Description = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        _http = new HttpClient(AzureTrust.CreateHandler(Text("caCertificatePath")));
    }

    /// <summary>A client of a new resource group.</summary>
    internal async Task<(ResourceManagerClient Client, string ResourceGroup)> NewGroupAsync()
    {
        var client = Client();
        var name = $"rg-{Guid.NewGuid():N}"[..12];
        await client.ResourceGroups.CreateOrUpdateAsync(name, new Frankenetes.ContainerInstances.Models.ResourceGroupData("eastus"));
        return (client, name);
    }

    /// <summary>Removes a resource group and all that is in it.</summary>
    internal static Task RemoveGroupAsync(ResourceManagerClient client, string name) => client.ResourceGroups.DeleteAsync(name, Azure.WaitUntil.Completed);

    public async Task DisposeAsync()
    {
        using var ended = await SendAsync(HttpMethod.Post, "local-azure/shutdown?removeAll=true");
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        Directory.Delete(_state, true);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>How a node is told of it.</summary>
    internal AzureSection Section(string resourceGroup) => new()
    {
        ResourceManagerEndpoint = new(Text("resourceManagerEndpoint")),
        Audience = new("https://management.azure.com/"),
        CertificateAuthority = Text("caCertificatePath"),
        SubscriptionId = Text("subscriptionId"),
        ResourceGroup = resourceGroup,
        Location = "eastus",
        Credential = Credential(),
    };

    /// <summary>How often what was asked of it.</summary>
    internal async Task<JsonNode> RequestsAsync()
    {
        using var answer = await SendAsync(HttpMethod.Get, "local-azure/requests");
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = Text("clientId"), ["client_secret"] = Text("clientSecret"), ["scope"] = "https://management.azure.com/.default",
        });
        using var answer = await _http.PostAsync(new Uri(new Uri(Text("authority")), $"{Text("tenantId")}/oauth2/v2.0/token"), form);
        var token = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!;
        using var request = new HttpRequestMessage(method, new Uri(new Uri(Text("resourceManagerEndpoint")), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request);
    }

    private CredentialSection Credential()
    {
        var secret = Path.Combine(_state, "test-secret");
        File.WriteAllText(secret, Text("clientSecret"));
        return new CredentialSection { Kind = "ClientSecret", Authority = new(Text("authority")), TenantId = Text("tenantId"), ClientId = Text("clientId"), ClientSecretFile = secret };
    }

    private ResourceManagerClient Client() => new(AzureCredential.Create(Credential(), _http, _ => null, TimeProvider.System), new ResourceManagerOptions
    {
        Endpoint = new(Text("resourceManagerEndpoint")),
        Audience = new("https://management.azure.com/"),
        SubscriptionId = Text("subscriptionId"),
        Transport = new HttpClientTransport(_http),
    });

    private string Text(string member) => (string)Description[member]!;
}
