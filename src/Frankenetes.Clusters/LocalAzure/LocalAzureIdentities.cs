using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>The managed identities that a local Azure gives programs of its machine (docs/contracts.md, section 2), in the name of its owner.</summary>
internal sealed class LocalAzureIdentities(HttpClient http, TokenCredential credential, LocalAzureDescription local, string stateFolder)
{
    private const string Roles = "providers/Microsoft.Authorization";
    private const string ApiVersion = "2022-04-01";

    private string Subscription => $"subscriptions/{local.SubscriptionId}";

    /// <summary>Makes the identity, or finds it, gives it the roles on the subscription, and writes the variables by which programs use it to a private file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="roles">Names of built-in roles.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="FrankenetesException">There is no such role, or the name is no name.</exception>
    public async Task<FrankenetesIdentity> CreateAsync(string name, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        // Before anything is made: a name that is misspelt leaves no identity behind.
        var definitions = new List<string>();
        foreach (var role in roles)
            definitions.Add(await DefinitionAsync(role, cancellationToken).ConfigureAwait(false));
        var host = (await SendAsync(HttpMethod.Put, HostPath(name), new JsonObject(), cancellationToken).ConfigureAwait(false))!;
        var principal = (string)host["identity"]!["principalId"]!;
        foreach (var definition in definitions)
            await AssignAsync(definition, principal, cancellationToken).ConfigureAwait(false);
        var file = FileOf(name);
        await PrivateFile.WriteAsync(file, Lines(host["variables"]!.AsObject()), cancellationToken).ConfigureAwait(false);
        return new FrankenetesIdentity { Name = (string)host["name"]!, PrincipalId = principal, Role = [.. roles], EnvironmentFile = file };
    }

    /// <summary>Takes it from all programs that use it. Removing what is absent succeeds.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await SendAsync(HttpMethod.Delete, HostPath(name), null, cancellationToken).ConfigureAwait(false);
        File.Delete(FileOf(name));
    }

    /// <summary>Deletes the files of all identities; they themselves are gone.</summary>
    public static void DeleteFiles(string stateFolder)
    {
        foreach (var file in Directory.EnumerateFiles(stateFolder, "identity-*.env"))
            File.Delete(file);
    }

    private string FileOf(string name) => Path.Combine(stateFolder, $"identity-{name.ToLowerInvariant()}.env");

    private static string HostPath(string name) => $"local-azure/hosts/{Uri.EscapeDataString(name)}";

    // As systemd's EnvironmentFile and every sh read them.
    private static string Lines(JsonObject variables) => string.Concat(variables.Select(variable => $"{variable.Key}='{variable.Value}'\n"));

    private async Task<string> DefinitionAsync(string role, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($"roleName eq '{role.Replace("'", "", StringComparison.Ordinal)}'");
        var found = await SendAsync(HttpMethod.Get, $"{Subscription}/{Roles}/roleDefinitions?$filter={filter}&api-version={ApiVersion}", null, cancellationToken).ConfigureAwait(false);
        return (string?)found!["value"]!.AsArray().FirstOrDefault()?["id"] ?? throw new FrankenetesException(ErrorCatalog.InvalidValue, $"The local Azure knows no built-in role '{role}'.", role);
    }

    private async Task AssignAsync(string definition, string principal, CancellationToken cancellationToken)
    {
        var name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{definition} {principal}")).AsSpan(0, 16));
        var body = new JsonObject { ["properties"] = new JsonObject { ["roleDefinitionId"] = definition, ["principalId"] = principal, ["principalType"] = "ServicePrincipal" } };
        await SendAsync(HttpMethod.Put, $"{Subscription}/{Roles}/roleAssignments/{name:D}?api-version={ApiVersion}", body, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(new TokenRequestContext(["https://management.azure.com/.default"]), cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(method, new Uri(local.ResourceManagerEndpoint, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
            return text.Length == 0 ? null : JsonNode.Parse(text);
        throw new FrankenetesException((int)answer.StatusCode == 400 ? ErrorCatalog.InvalidValue : ErrorCatalog.LocalAzureFailed, Message(text) ?? $"The local Azure answered status {(int)answer.StatusCode}.", path);
    }

    private static string? Message(string text)
    {
        try
        {
            return (string?)JsonNode.Parse(text)?["error"]?["message"];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
