using System.Text.Json;
using Azure.Core;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.SignIn;

/// <summary>
/// A credential that is one HTTP request. Azure.Core's bearer policy keeps the token until it nears its end. Azure.Identity would do the same at the price
/// of MSAL in a file that every group loads.
/// </summary>
internal abstract class TokenEndpoint(HttpClient http, TimeProvider time) : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var request = Compose(requestContext.Scopes[0]);
        using var response = http.Send(request, cancellationToken);
        using var body = response.Content.ReadAsStream(cancellationToken);
        return Read(response, body);
    }

    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        using var request = Compose(requestContext.Scopes[0]);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return Read(response, body);
    }

    /// <summary>The request for a token of this scope (<c>{audience}/.default</c>).</summary>
    protected abstract HttpRequestMessage Compose(string scope);

    private AccessToken Read(HttpResponseMessage response, Stream body)
    {
        var answer = Parse(body);
        if (!response.IsSuccessStatusCode || answer?.AccessToken is not { Length: > 0 } token)
            throw new SignInException($"No token for Azure: {(int)response.StatusCode} {answer?.Error} {answer?.ErrorDescription}".TrimEnd());
        var now = time.GetUtcNow();
        var end = answer.ExpiresIn is { } seconds ? now.AddSeconds(seconds)
            : answer.ExpiresOn is { } moment ? DateTimeOffset.FromUnixTimeSeconds(moment)
            : now.AddMinutes(10);
        return new AccessToken(token, end);
    }

    private static TokenAnswer? Parse(Stream body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, KubeletJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
