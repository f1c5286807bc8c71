using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>What an operation asks of who calls it.</summary>
/// <param name="ResourceType">The account SAS's word for its level: <c>s</c>ervice, <c>c</c>ontainer (share) or <c>o</c>bject.</param>
/// <param name="ServiceSas">Letters of a service SAS of which one is enough; empty where no service SAS is.</param>
/// <param name="AccountSas">The same for an account SAS.</param>
internal sealed record AccessRequirement(char ResourceType, string ServiceSas, string AccountSas)
{
    /// <summary>An operation for the account key alone.</summary>
    public static AccessRequirement KeyOnly { get; } = new('s', string.Empty, string.Empty);

    /// <summary>Refuses a grant that does not cover the operation.</summary>
    public void Demand(Grant grant)
    {
        if (grant.Kind == GrantKind.SharedKey) return;
        var letters = grant.Kind == GrantKind.ServiceSas ? ServiceSas : AccountSas;
        if (letters.Length == 0) throw StorageErrors.AuthorizationFailure();
        grant.Demand(letters);
    }
}
