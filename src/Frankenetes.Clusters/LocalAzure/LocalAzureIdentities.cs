using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Kubeconfigs;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>The managed identities that a local Azure gives programs of its machine (docs/contracts.md, section 2), in the name of its owner.</summary>
internal sealed class LocalAzureIdentities(AzureConnection connection, string stateFolder)
{
    private string Subscription => $"subscriptions/{connection.SubscriptionId}";

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
        var host = (await SendAsync(RequestMethod.Put, HostPath(name), new JsonObject(), cancellationToken).ConfigureAwait(false))!;
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
        await SendAsync(RequestMethod.Delete, HostPath(name), null, cancellationToken).ConfigureAwait(false);
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
        var found = await SendAsync(RequestMethod.Get, $"{Subscription}/providers/Microsoft.Authorization/roleDefinitions?$filter={filter}&api-version={RoleAssignment.ApiVersion}", null, cancellationToken).ConfigureAwait(false);
        return (string?)found!["value"]!.AsArray().FirstOrDefault()?["id"] ?? throw new FrankenetesException(ErrorCatalog.InvalidValue, $"The local Azure knows no built-in role '{role}'.", role);
    }

    private Task<JsonNode?> AssignAsync(string definition, string principal, CancellationToken cancellationToken) =>
        SendAsync(RequestMethod.Put, RoleAssignment.Path(Subscription, $"{definition} {principal}"), RoleAssignment.Body(definition, principal), cancellationToken);

    private async Task<JsonNode?> SendAsync(RequestMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var answer = await connection.Requests.SendAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        var text = answer.Content.ToString();
        if (!answer.IsError)
            return text.Length == 0 ? null : JsonNode.Parse(text);
        throw new FrankenetesException(answer.Status == 400 ? ErrorCatalog.InvalidValue : ErrorCatalog.LocalAzureFailed, Message(text) ?? $"The local Azure answered status {answer.Status}.", path);
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
