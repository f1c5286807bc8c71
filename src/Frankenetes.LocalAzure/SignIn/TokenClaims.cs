namespace Frankenetes.LocalAzure.SignIn;

/// <summary>The claims of an access token, under the names that RFC 7519 and Microsoft Entra give them. Times are Unix seconds.</summary>
internal sealed record TokenClaims(string Aud, string Iss, long Iat, long Nbf, long Exp, Guid Appid, Guid Oid, Guid Tid, Guid Sub, string Ver)
{
    /// <summary>Those of who sent the request; null where it needs no token.</summary>
    public static TokenClaims? Of(HttpContext context) => (TokenClaims?)context.Items[typeof(TokenClaims)];
}
