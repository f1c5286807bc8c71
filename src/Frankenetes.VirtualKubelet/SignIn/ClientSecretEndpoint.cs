namespace Frankenetes.VirtualKubelet.SignIn;

/// <summary>OAuth 2.0 client credentials at Entra's v2 endpoint. The secret's file is read for every token, so that a renewed one is taken up.</summary>
internal sealed class ClientSecretEndpoint(HttpClient http, TimeProvider time, Uri authority, string tenantId, string clientId, string secretFile)
    : TokenEndpoint(http, time)
{
    protected override HttpRequestMessage Compose(string scope) => new(HttpMethod.Post, new Uri(authority, $"{Uri.EscapeDataString(tenantId)}/oauth2/v2.0/token"))
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = File.ReadAllText(secretFile).Trim(),
            ["scope"] = scope,
        }),
    };
}
