using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Components;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>
/// The service account that every pod of the default namespace has unless it names another, and without which none is admitted. The controller manager makes
/// it among its last deeds at a start; made here, it is there as soon as the API server is, and that controller finds nothing left to do.
/// </summary>
internal sealed class DefaultAccount(ApiServerClient client, string version)
{
    private const string Accounts = "/api/v1/namespaces/default/serviceaccounts";
    private const int NotFound = 404;

    // Until 1.24 a token that the controller manager makes has to be there too.
    private readonly bool _needsToken = KubernetesVersion.TryParse(version, out var known) && !known.IsAtLeast(24);

    /// <summary>Makes it where it is missing; whether pods can be made.</summary>
    public async Task<bool> EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var account = await ReadOrMakeAsync(cancellationToken).ConfigureAwait(false);
            return !_needsToken || account.RootElement.TryGetProperty("secrets", out var secrets) && secrets.GetArrayLength() > 0;
        }
        catch (Exception notYet) when (notYet is ApiServerRefusal or FrankenetesException { ErrorId: nameof(ErrorCatalog.ApiServerUnreachable) })
        {
            // The namespace may be missing still, or somebody else was faster.
            return false;
        }
    }

    private async Task<JsonDocument> ReadOrMakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(HttpMethod.Get, $"{Accounts}/default", null, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal absent) when (absent.Status == NotFound)
        {
            var account = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount", ["metadata"] = new JsonObject { ["name"] = "default" } };
            return await client.SendAsync(HttpMethod.Post, Accounts, account, cancellationToken).ConfigureAwait(false);
        }
    }
}
