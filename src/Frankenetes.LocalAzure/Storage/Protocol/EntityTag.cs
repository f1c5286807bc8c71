using System.Security.Cryptography;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>Entity tags in Azure's form, <c>"0x8D…"</c>. Each is used once, so two states of a resource never share one, across restarts too.</summary>
internal static class EntityTag
{
    public static string New() => $"\"0x8{RandomNumberGenerator.GetHexString(14)}\"";

    /// <summary>Whether a condition header names this tag; quotes are optional in what clients send.</summary>
    public static bool Matches(string condition, string etag) => condition == "*" || condition.Trim('"') == etag.Trim('"');
}
