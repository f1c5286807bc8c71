using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Frankenetes.Clusters.Records;

/// <summary>The stored access policies that agents' addresses depend on: one per epoch, and only the newest one lives.</summary>
internal static class AccessPolicies
{
    private const string EtcdPermissions = "racwdl";
    private const string ControlPermissions = "racwl";
    private const string LedgerPermissions = "ac";

    public static string Name(int epoch) => string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch}");

    /// <summary>Replaces all earlier policies: whoever still holds an address of theirs is shut out.</summary>
    public static Task GrantAsync(RecordAccount account, int epoch, DateTimeOffset now, CancellationToken cancellationToken) => Task.WhenAll(
        SetAsync(account, RecordAccount.EtcdContainer, Policy(epoch, EtcdPermissions, now), cancellationToken),
        SetAsync(account, RecordAccount.ControlContainer, Policy(epoch, ControlPermissions, now), cancellationToken),
        SetOnLedgerAsync(account, Policy(epoch, LedgerPermissions, now), cancellationToken));

    /// <summary>Leaves none: no agent of any epoch may write any more.</summary>
    public static Task RevokeAsync(RecordAccount account, CancellationToken cancellationToken) => Task.WhenAll(
        SetAsync(account, RecordAccount.EtcdContainer, null, cancellationToken),
        SetAsync(account, RecordAccount.ControlContainer, null, cancellationToken),
        SetOnLedgerAsync(account, null, cancellationToken));

    private static BlobSignedIdentifier Policy(int epoch, string permissions, DateTimeOffset now) => new()
    {
        Id = Name(epoch),
        AccessPolicy = new BlobAccessPolicy { PolicyStartsOn = now.AddHours(-1), PolicyExpiresOn = now.AddYears(1), Permissions = permissions },
    };

    // Clusters that are older than the ledger begin theirs with the next epoch.
    private static async Task SetOnLedgerAsync(RecordAccount account, BlobSignedIdentifier? policy, CancellationToken cancellationToken)
    {
        try
        {
            await SetAsync(account, RecordAccount.LedgerContainer, policy, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            if (policy is null)
                return;
            await account.Container(RecordAccount.LedgerContainer).CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await SetAsync(account, RecordAccount.LedgerContainer, policy, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SetAsync(RecordAccount account, string container, BlobSignedIdentifier? policy, CancellationToken cancellationToken) =>
        await account.Container(container).SetAccessPolicyAsync(PublicAccessType.None, policy is null ? [] : [policy], cancellationToken: cancellationToken).ConfigureAwait(false);
}
