using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Frankenetes.VirtualKubelet.Tests.Registries;

/// <summary>The token server of a registry: gives tokens to whoever knows the password, as distribution's specification has it.</summary>
internal sealed class TokenServer : IDisposable
{
    public const string Service = "test-registry";
    private const string Issuer = "test-issuer";

    private readonly RSA _key = RSA.Create(2048);
    private readonly X509Certificate2 _certificate;
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public TokenServer()
    {
        var request = new CertificateRequest("CN=tokens", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        Realm = $"http://127.0.0.1:{FreePorts.Take()}/token";
        _listener.Prefixes.Add(Realm[..^"token".Length]);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Realm { get; }

    /// <summary>The scopes that were asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The registry's side of it.</summary>
    public string Authorization(string bundle)
    {
        File.WriteAllText(bundle, _certificate.ExportCertificatePem());
        return $"auth: {{token: {{realm: '{Realm}', service: {Service}, issuer: {Issuer}, rootcertbundle: '{bundle}'}}}}";
    }

    public string Token(string repository, params string[] actions)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)) };
        var claims = new JsonObject
        {
            ["iss"] = Issuer, ["sub"] = "reader", ["aud"] = Service, ["exp"] = now + 300, ["nbf"] = now - 30, ["iat"] = now, ["jti"] = Guid.NewGuid().ToString(),
            ["access"] = new JsonArray(new JsonObject { ["type"] = "repository", ["name"] = repository, ["actions"] = new JsonArray([.. actions.Select(action => JsonValue.Create(action))]) }),
        };
        var text = $"{Encode(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{text}.{Encode(_key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public void Dispose()
    {
        _listener.Close();
        _certificate.Dispose();
        _key.Dispose();
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception) when (!_listener.IsListening)
            {
                return;
            }
            var scope = context.Request.QueryString["scope"] ?? "";
            Asked.Add(scope);
            var known = context.Request.Headers["Authorization"] == RegistryProcess.Reader.ToString() && context.Request.QueryString["service"] == Service;
            context.Response.StatusCode = known ? 200 : 401;
            var body = known ? new JsonObject { ["token"] = Token(scope.Split(':')[1], "pull") }.ToJsonString() : "{}";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }
}
