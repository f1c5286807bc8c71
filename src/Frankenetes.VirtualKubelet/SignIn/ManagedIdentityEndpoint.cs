namespace Frankenetes.VirtualKubelet.SignIn;

/// <summary>
/// The identity that Azure gives a container group: <c>IDENTITY_ENDPOINT</c> with its header where the platform names one, else the instance
/// metadata service. Source: Azure's "How to use managed identities to acquire an access token" (api-versions 2019-08-01 and 2018-02-01).
/// </summary>
internal sealed class ManagedIdentityEndpoint(HttpClient http, TimeProvider time, string? clientId, Func<string, string?> environment)
    : TokenEndpoint(http, time)
{
    private const string MetadataService = "http://169.254.169.254/metadata/identity/oauth2/token";

    protected override HttpRequestMessage Compose(string scope)
    {
        var resource = scope.EndsWith("/.default", StringComparison.Ordinal) ? scope[..^"/.default".Length] : scope;
        var query = $"resource={Uri.EscapeDataString(resource)}{(clientId is null ? "" : $"&client_id={Uri.EscapeDataString(clientId)}")}";
        if (environment("IDENTITY_ENDPOINT") is { Length: > 0 } endpoint)
        {
            var named = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&{query}");
            named.Headers.Add("X-IDENTITY-HEADER", environment("IDENTITY_HEADER") ?? "");
            return named;
        }
        var request = new HttpRequestMessage(HttpMethod.Get, $"{MetadataService}?api-version=2018-02-01&{query}");
        request.Headers.Add("Metadata", "true");
        return request;
    }
}
