using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frankenetes.LocalAzure.ManagedIdentity;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.SignIn;

/// <summary>Makes and checks access tokens: JWTs signed with ES256. The key stays in the state folder, so that tokens clients cached outlive a restart.</summary>
internal sealed class TokenSigner : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;

    private TokenSigner(ECDsa key, TimeProvider time)
    {
        (_key, _time) = (key, time);
        KeyId = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12));
    }

    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(1);

    public string KeyId { get; }

    public static TokenSigner LoadOrCreate(StateFolder state, TimeProvider time)
    {
        var path = state.File("signing.key");
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (File.Exists(path))
            key.ImportFromPem(File.ReadAllText(path));
        else
            AtomicFile.Write(path, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
        return new TokenSigner(key, time);
    }

    /// <summary>A token, and the Unix seconds from which and until which it is valid.</summary>
    public (string Token, long From, long Until) Issue(string issuer, string audience, Guid tenant, Principal principal)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new TokenClaims(audience, issuer, now, now - 5, now + (long)Lifetime.TotalSeconds, principal.ClientId, principal.ObjectId, tenant, principal.ObjectId, "1.0");
        var content = $"{Part(new { alg = "ES256", typ = "JWT", kid = KeyId })}.{Part(claims)}";
        lock (_gate)
            return ($"{content}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256))}", now, claims.Exp);
    }

    /// <summary>The claims of a token that is ours and valid now; null for any other.</summary>
    public TokenClaims? Verify(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            if (!IsSigned($"{parts[0]}.{parts[1]}", Base64Url.DecodeFromChars(parts[2])))
                return null;
            var claims = JsonSerializer.Deserialize<TokenClaims>(Base64Url.DecodeFromChars(parts[1]), StateJson.Options);
            var now = _time.GetUtcNow().ToUnixTimeSeconds();
            return claims is not null && claims.Nbf <= now && now < claims.Exp ? claims : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The public key as a JSON Web Key.</summary>
    public object PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = KeyId, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
    }

    public void Dispose() => _key.Dispose();

    private bool IsSigned(string content, byte[] signature)
    {
        lock (_gate)
            return _key.VerifyData(Encoding.ASCII.GetBytes(content), signature, HashAlgorithmName.SHA256);
    }

    private static string Part<T>(T value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value, StateJson.Options));
}
