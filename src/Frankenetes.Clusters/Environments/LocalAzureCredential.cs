using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Environments;

/// <summary>
/// Asks the local Azure for tokens by OAuth's client credentials grant (RFC 6749, 4.4). Azure.Identity would do the same, half a second
/// later: most of that is compiling it.
/// </summary>
internal sealed class LocalAzureCredential(HttpClient http, LocalAzureDescription local, TimeProvider time) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Every call here is asynchronous.");

    // Not kept here: the pipeline's bearer policy keeps tokens and renews them in time.
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        await AskAsync(requestContext.Scopes, cancellationToken).ConfigureAwait(false);

    private async Task<AccessToken> AskAsync(string[] scopes, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = local.ClientId,
            ["client_secret"] = local.ClientSecret,
            ["scope"] = string.Join(' ', scopes),
        });
        var address = new Uri(local.Authority, $"{local.TenantId}/oauth2/v2.0/token");
        using var answer = await http.PostAsync(address, form, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw new FrankenetesException(ErrorCatalog.SignInFailed, $"The local Azure refused to sign in with status {(int)answer.StatusCode}.", address.Authority);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        var lifetime = TimeSpan.FromSeconds(Seconds(body.RootElement.GetProperty("expires_in")));
        return new AccessToken(body.RootElement.GetProperty("access_token").GetString()!, time.GetUtcNow() + lifetime);
    }

    // Azure itself has answered both a number and a string here.
    private static double Seconds(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();
}
