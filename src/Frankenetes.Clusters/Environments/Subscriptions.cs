using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Environments;

/// <summary>The subscriptions that a credential may see. Source: Microsoft.Resources/subscriptions 2022-12-01.</summary>
internal sealed class Subscriptions(AzureEnvironment environment, TokenCredential credential, HttpPipelineTransport transport)
{
    /// <summary>The id of the only one.</summary>
    /// <exception cref="FrankenetesException">There is none, or there are several.</exception>
    public async Task<string> OnlyAsync(CancellationToken cancellationToken)
    {
        var response = await new ArmRequests(environment, credential, transport).SendAsync(RequestMethod.Get, "subscriptions?api-version=2022-12-01", null, cancellationToken).ConfigureAwait(false);
        if (response.IsError)
            throw new RequestFailedException(response);
        using var answer = JsonDocument.Parse(response.Content);
        var ids = answer.RootElement.GetProperty("value").EnumerateArray().Select(one => one.GetProperty("subscriptionId").GetString()!).ToList();
        return ids switch
        {
            [var only] => only,
            [] => throw new FrankenetesException(ErrorCatalog.AccessDenied, "Who signed in sees no subscription: no role was given to it in any.", environment.Name),
            _ => throw new FrankenetesException(ErrorCatalog.SubscriptionAmbiguous, $"Who signed in sees {ids.Count} subscriptions: {string.Join(", ", ids)}.", environment.Name),
        };
    }
}
