using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>What the API server is asked when a node is removed. Everything may be asked again.</summary>
internal sealed class NodeDrain(ClusterHandle cluster, PodClient pods, string node)
{
    /// <summary>Keeps new pods away as a cordon does, DaemonSets' too, and leaves it alone whether somebody cordoned the node.</summary>
    private const string Taint = "frankenetes.io/removing";
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const long UsualGrace = 30;
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(2);

    private string Path => $"/api/v1/nodes/{node}";

    /// <summary>Whether the API server has a node of that name.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellationToken)
    {
        using var found = await FindAsync(cancellationToken).ConfigureAwait(false);
        return found is not null;
    }

    /// <summary>Keeps new pods away, and has those end that do not tolerate it.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) => MarkAsync(true, cancellationToken);

    /// <summary>Takes <see cref="BeginAsync"/> back.</summary>
    public Task TakeBackAsync(CancellationToken cancellationToken) => MarkAsync(false, cancellationToken);

    /// <summary>Deletes the node's pods and waits until they are gone; those that tolerate everything come again until the node goes.</summary>
    /// <param name="isServed">Whether there is a virtual kubelet that ends them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FrankenetesException">NodeNotDrained.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> isServed, CancellationToken cancellationToken)
    {
        var served = await isServed(cancellationToken).ConfigureAwait(false);
        var first = await PodsAsync(cancellationToken).ConfigureAwait(false);
        var (known, asked, left) = (first.Select(pod => pod.Key.Uid).ToHashSet(), new HashSet<string>(), new List<PodKey>());
        await Waiting.UntilAsync(
            cluster,
            async stop =>
            {
                if (!served)
                    return true;
                left = [.. (await PodsAsync(stop).ConfigureAwait(false)).Where(pod => !pod.ToleratesAll || known.Contains(pod.Key.Uid)).Select(pod => pod.Key)];
                foreach (var pod in left.Where(pod => asked.Add(pod.Uid!)))
                    await pods.DeleteAsync(pod, null, stop).ConfigureAwait(false);
                return left.Count == 0;
            },
            async stop => served = await isServed(stop).ConfigureAwait(false),
            (time, _) => Task.FromResult(new FrankenetesException(ErrorCatalog.NodeNotDrained, $"Pods of node '{node}' did not end {time}: {string.Join(", ", left)}.", node)),
            cancellationToken,
            Slack + TimeSpan.FromSeconds(first.Select(pod => pod.Grace).DefaultIfEmpty().Max())).ConfigureAwait(false);
    }

    /// <summary>Deletes the node, its lease, and the pods that are bound to it still: nobody else would.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync(Path, cancellationToken).ConfigureAwait(false);
        await DeleteAsync($"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{node}", cancellationToken).ConfigureAwait(false);
        foreach (var pod in await PodsAsync(cancellationToken).ConfigureAwait(false))
            await pods.DeleteAsync(pod.Key, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    private async Task MarkAsync(bool removing, CancellationToken cancellationToken)
    {
        using var found = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (found is null)
            return;
        var taints = found.RootElement.GetProperty("spec").Items("taints").ToList();
        if (taints.Any(taint => taint.Text("key") == Taint) == removing)
            return;
        // The list is replaced whole; the version makes sure that it is the one that was read.
        var next = new JsonArray([.. taints.Where(taint => taint.Text("key") != Taint).Select(taint => JsonNode.Parse(taint.GetRawText()))]);
        if (removing)
            next.Add(new JsonObject { ["key"] = Taint, ["effect"] = "NoExecute" });
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = found.RootElement.GetProperty("metadata").Text("resourceVersion") },
            ["spec"] = new JsonObject { ["taints"] = next },
        };
        using var after = await AskAsync(HttpMethod.Patch, Path, patch, cancellationToken, NotFound, Conflict).ConfigureAwait(false);
        if (after is null)
            await MarkAsync(removing, cancellationToken).ConfigureAwait(false);
    }

    private Task<JsonDocument?> FindAsync(CancellationToken cancellationToken) => AskAsync(HttpMethod.Get, Path, null, cancellationToken, NotFound);

    private async Task<List<(PodKey Key, long Grace, bool ToleratesAll)>> PodsAsync(CancellationToken cancellationToken)
    {
        using var list = await pods.Api.GetAsync($"/api/v1/pods?fieldSelector=spec.nodeName%3D{node}", cancellationToken).ConfigureAwait(false);
        return [.. list.RootElement.Items("items").Select(Read)];
    }

    private static (PodKey Key, long Grace, bool ToleratesAll) Read(JsonElement pod)
    {
        var (metadata, spec) = (pod.GetProperty("metadata"), pod.GetProperty("spec"));
        return (
            new PodKey(metadata.Text("namespace")!, metadata.Text("name")!, metadata.Text("uid")),
            metadata.Number("deletionGracePeriodSeconds") ?? spec.Number("terminationGracePeriodSeconds") ?? UsualGrace,
            spec.Items("tolerations").Any(one => one.Text("operator") == "Exists" && one.Text("key") is null or "" or Taint && one.Text("effect") is null or "" or "NoExecute"));
    }

    // What is gone is gone.
    private async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var gone = await AskAsync(HttpMethod.Delete, path, null, cancellationToken, NotFound).ConfigureAwait(false);
    }

    // Null where the answer is one of the given statuses.
    private async Task<JsonDocument?> AskAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, params int[] expected)
    {
        try
        {
            return await pods.Api.SendAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal refusal)
        {
            return expected.Contains(refusal.Status) ? null : throw refusal.ToFailure(ErrorCatalog.ApiServerRefused, node);
        }
    }
}
