using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
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
    private const string ApiVersion = "2022-04-01";

    // A new identity is not known everywhere at once.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Gives the role; an identity that has it keeps it.</summary>
    /// <param name="resourceGroup">The pods' resource group.</param>
    /// <param name="principalId">The identity's principal.</param>
    /// <param name="cancellationToken">Stops trying.</param>
    public async Task GrantAsync(string resourceGroup, string principalId, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var answer = await SendAsync(RequestMethod.Put, resourceGroup, principalId, Body(principalId), cancellationToken).ConfigureAwait(false);
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
        var answer = await SendAsync(RequestMethod.Delete, resourceGroup, principalId, null, cancellationToken).ConfigureAwait(false);
        // Who may suspend a cluster need not have a say in who may do what; what stays gives nothing to anybody once the identity is gone.
        if (answer.IsError && answer.Status is not (403 or 404))
            throw new RequestFailedException(answer);
    }

    /// <summary>The whole address of the assignment: its name comes from who and where, so that asking twice makes one.</summary>
    internal Uri Address(string resourceGroup, string principalId)
    {
        var scope = $"subscriptions/{connection.SubscriptionId}/resourceGroups/{Uri.EscapeDataString(resourceGroup)}";
        var name = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope} {principalId}")).AsSpan(0, 16));
        return new Uri(connection.Environment.ResourceManagerEndpoint, $"{scope}/providers/Microsoft.Authorization/roleAssignments/{name:D}?api-version={ApiVersion}");
    }

    private async Task<Response> SendAsync(RequestMethod method, string resourceGroup, string principalId, JsonObject? body, CancellationToken cancellationToken)
    {
        var scope = new Uri(connection.Environment.Audience, ".default").AbsoluteUri;
        var pipeline = HttpPipelineBuilder.Build(new RoleOptions { Transport = connection.Transport }, new BearerTokenAuthenticationPolicy(connection.Credential, scope));
        using var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(Address(resourceGroup, principalId));
        if (body is not null)
        {
            message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
            message.Request.Content = RequestContent.Create(BinaryData.FromString(body.ToJsonString()));
        }

        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response;
    }

    private JsonObject Body(string principalId) => new()
    {
        ["properties"] = new JsonObject
        {
            ["roleDefinitionId"] = $"/subscriptions/{connection.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{Contributor}",
            ["principalId"] = principalId,
            ["principalType"] = "ServicePrincipal",
        },
    };

    private sealed class RoleOptions : ClientOptions;
}
