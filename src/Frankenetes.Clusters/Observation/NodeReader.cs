using System.Text.Json;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Observation;

/// <summary>Reads nodes (core/v1) the way kubectl's table shows them.</summary>
internal static class NodeReader
{
    public static FrankenetesNode Read(JsonElement node, string cluster, DateTimeOffset now)
    {
        var metadata = node.GetProperty("metadata");
        var status = node.GetProperty("status");
        var created = metadata.GetProperty("creationTimestamp").GetDateTimeOffset();
        var ready = IsReady(node);
        var cordoned = node.TryGetProperty("spec", out var spec) && spec.Flag("unschedulable");
        status.TryGetProperty("nodeInfo", out var info);
        status.TryGetProperty("allocatable", out var allocatable);
        return new FrankenetesNode
        {
            Name = metadata.GetProperty("name").GetString()!,
            ClusterName = cluster,
            Ready = ready,
            Status = (ready ? "Ready" : "NotReady") + (cordoned ? ",SchedulingDisabled" : ""),
            OperatingSystem = info.Text("operatingSystem"),
            KubeletVersion = info.Text("kubeletVersion"),
            IPAddress = status.Items("addresses").FirstOrDefault(address => address.Text("type") == "InternalIP").Text("address"),
            AllocatableCpu = allocatable.Text("cpu"),
            AllocatableMemory = allocatable.Text("memory"),
            AllocatablePods = allocatable.Text("pods"),
            CreatedAt = created,
            Age = now - created,
        };
    }

    /// <summary>Whether the node is there and Ready; false too while the API server does not answer.</summary>
    public static async Task<bool> IsReadyAsync(ApiServerClient client, string node, CancellationToken cancellationToken)
    {
        try
        {
            using var found = await client.GetAsync($"/api/v1/nodes/{node}", cancellationToken).ConfigureAwait(false);
            return IsReady(found.RootElement);
        }
        catch (FrankenetesException notYet) when (notYet.ErrorId is nameof(ErrorCatalog.ApiServerRefused) or nameof(ErrorCatalog.ApiServerUnreachable))
        {
            return false;
        }
    }

    public static bool IsReady(JsonElement node) => node.GetProperty("status").Items("conditions")
        .Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");
}
