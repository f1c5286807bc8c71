using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>What the bearer of a verified signature may do.</summary>
/// <param name="Kind">Which signature it was.</param>
/// <param name="Permissions">The permission letters of a SAS, its stored access policy's included.</param>
internal sealed record Grant(GrantKind Kind, string Permissions)
{
    /// <summary>The account key's holder: everything.</summary>
    public static Grant Everything { get; } = new(GrantKind.SharedKey, string.Empty);

    /// <summary>Response headers that a SAS replaces (<c>rscc</c>, <c>rscd</c>, <c>rsce</c>, <c>rscl</c>, <c>rsct</c>), by header name.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>True when one of the letters is granted.</summary>
    public bool Allows(string anyOf) => Kind == GrantKind.SharedKey || Permissions.AsSpan().ContainsAny(anyOf);

    /// <summary>Refuses the request unless one of the letters is granted.</summary>
    public void Demand(string anyOf)
    {
        if (!Allows(anyOf)) throw StorageErrors.PermissionMismatch();
    }
}
