using Azure;
using Azure.Core;
using Frankenetes.Clusters.Environments;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>
/// Lets the control plane's managed identity make container groups in the pods' resource group, and nothing anywhere else. Source:
/// Microsoft.Authorization/roleAssignments 2022-04-01.
/// </summary>
internal sealed class NodeRole(AzureConnection connection, TimeProvider time)
{
    /// <summary>The built-in role Contributor, the same in every tenant.</summary>
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

    // A new identity is not known everywhere at once.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private string Role => $"/subscriptions/{connection.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{Contributor}";

    /// <summary>Gives the role; an identity that has it keeps it.</summary>
    /// <param name="resourceGroup">The pods' resource group.</param>
    /// <param name="principalId">The identity's principal.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public async Task GrantAsync(string resourceGroup, string principalId, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var answer = await connection.Requests.SendAsync(RequestMethod.Put, PathOf(resourceGroup, principalId), RoleAssignment.Body(Role, principalId), cancellationToken).ConfigureAwait(false);
            if (!answer.IsError || answer.Status == 409)
                return;
            var failure = new RequestFailedException(answer);
            if (failure.ErrorCode != "PrincipalNotFound" || time.GetElapsedTime(began) > Limit)
                throw failure;
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the role back from an identity that is to go: Azure would keep the assignment. An absent one is success.</summary>
    /// <param name="resourceGroup">The pods' resource group.</param>
    /// <param name="principalId">The identity's principal.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task RevokeAsync(string resourceGroup, string principalId, CancellationToken cancellationToken)
    {
        var answer = await connection.Requests.SendAsync(RequestMethod.Delete, PathOf(resourceGroup, principalId), null, cancellationToken).ConfigureAwait(false);
        // Who may suspend a cluster need not have a say in who may do what; what stays gives nothing to anybody once the identity is gone.
        if (answer.IsError && answer.Status is not (403 or 404))
            throw new RequestFailedException(answer);
    }

    /// <summary>The whole address of the assignment.</summary>
    internal Uri Address(string resourceGroup, string principalId) => connection.Requests.Address(PathOf(resourceGroup, principalId));

    private string PathOf(string resourceGroup, string principalId)
    {
        var scope = $"subscriptions/{connection.SubscriptionId}/resourceGroups/{Uri.EscapeDataString(resourceGroup)}";
        return RoleAssignment.Path(scope, $"{scope} {principalId}");
    }
}
