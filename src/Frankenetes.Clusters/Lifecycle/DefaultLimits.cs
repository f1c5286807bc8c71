using System.Text.Json.Nodes;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>
/// The LimitRange <c>frankenetes-default</c> of the namespace <c>default</c>, by which the API server itself writes the defaults into pods. Namespaces that come later have none; there the node fills in the same.
/// </summary>
internal sealed class DefaultLimits(TimeProvider time)
{
    private const string Path = "/api/v1/namespaces/default/limitranges";

    /// <summary>Makes it; one that is there stays as it is.</summary>
    public async Task EnsureAsync(ClusterRecord record, ClusterKeys keys, CancellationToken cancellationToken)
    {
        if (record.PodDefaults is not { } defaults)
            return;
        using var client = new ApiServerClient(record, keys, time);
        try
        {
            using var made = await client.SendAsync(HttpMethod.Post, Path, Body(defaults), cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal refusal) when (refusal.Status == 409)
        {
            // An earlier run got this far.
        }
        catch (ApiServerRefusal refusal)
        {
            throw refusal.ToFailure(ErrorCatalog.ApiServerRefused, record.Name);
        }
    }

    internal static JsonObject Body(PodDefaults defaults)
    {
        var amounts = new JsonObject();
        if (defaults.Cpu is not null) amounts["cpu"] = defaults.Cpu;
        if (defaults.Memory is not null) amounts["memory"] = defaults.Memory;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "LimitRange",
            ["metadata"] = new JsonObject { ["name"] = "frankenetes-default", ["namespace"] = "default" },
            ["spec"] = new JsonObject { ["limits"] = new JsonArray(new JsonObject { ["type"] = "Container", ["defaultRequest"] = amounts }) },
        };
    }
}
