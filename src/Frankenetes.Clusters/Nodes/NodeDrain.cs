using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Nodes;

/// <summary>What the API server is asked when a node is removed. Everything may be asked again.</summary>
internal sealed class NodeDrain(ApiServerClient client, string node, TimeProvider time)
{
    /// <summary>Keeps DaemonSets from filling the node again, which a cordon does not.</summary>
    private const string Taint = "frankenetes.io/removing";
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const long UsualGrace = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
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

    /// <summary>Takes <see cref="BeginAsync"/> back; a node that somebody else cordoned stays as it is.</summary>
    public Task TakeBackAsync(CancellationToken cancellationToken) => MarkAsync(false, cancellationToken);

    /// <summary>Deletes the node's pods and waits until they are gone; those that tolerate everything come again until the node goes.</summary>
    /// <param name="isServed">Whether there is a virtual kubelet that ends them.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FrankenetesException">NodeNotDrained.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> isServed, CancellationToken cancellationToken)
    {
        var (began, asked, first) = (time.GetTimestamp(), new HashSet<string>(), (HashSet<string>?)null);
        var patience = Slack;
        while (await isServed(cancellationToken).ConfigureAwait(false))
        {
            var pods = await PodsAsync(cancellationToken).ConfigureAwait(false);
            if (first is null)
                (first, patience) = ([.. pods.Select(pod => pod.Key.Uid!)], Slack + TimeSpan.FromSeconds(pods.Select(pod => pod.Grace).DefaultIfEmpty().Max()));
            var left = pods.Where(pod => !pod.ToleratesAll || first.Contains(pod.Key.Uid!)).ToList();
            if (left.Count == 0)
                return;
            foreach (var pod in left.Where(pod => asked.Add(pod.Key.Uid!)))
                await DeleteAsync(pod.Key, null, cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(began) > patience)
                throw new FrankenetesException(ErrorCatalog.NodeNotDrained, $"Pods of node '{node}' did not end: {string.Join(", ", left.Select(pod => pod.Key))}.", node);
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the node, its lease, and the pods that are bound to it still: nobody else would.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync(Path, cancellationToken).ConfigureAwait(false);
        await DeleteAsync($"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{node}", cancellationToken).ConfigureAwait(false);
        foreach (var pod in await PodsAsync(cancellationToken).ConfigureAwait(false))
            await DeleteAsync(pod.Key, 0, cancellationToken).ConfigureAwait(false);
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
            ["spec"] = new JsonObject { ["unschedulable"] = removing, ["taints"] = next },
        };
        using var after = await AskAsync(HttpMethod.Patch, Path, patch, cancellationToken, NotFound, Conflict).ConfigureAwait(false);
        if (after is null)
            await MarkAsync(removing, cancellationToken).ConfigureAwait(false);
    }

    private Task<JsonDocument?> FindAsync(CancellationToken cancellationToken) => AskAsync(HttpMethod.Get, Path, null, cancellationToken, NotFound);

    private async Task<List<(PodKey Key, long Grace, bool ToleratesAll)>> PodsAsync(CancellationToken cancellationToken)
    {
        using var list = await client.GetAsync($"/api/v1/pods?fieldSelector=spec.nodeName%3D{node}", cancellationToken).ConfigureAwait(false);
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

    private Task DeleteAsync(PodKey pod, int? graceSeconds, CancellationToken cancellationToken)
    {
        var options = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["preconditions"] = new JsonObject { ["uid"] = pod.Uid } };
        if (graceSeconds is not null)
            options["gracePeriodSeconds"] = graceSeconds;
        return DeleteAsync(PodClient.Path(pod), cancellationToken, options);
    }

    // What is gone is gone; a conflict says that another pod bears the name by now.
    private async Task DeleteAsync(string path, CancellationToken cancellationToken, JsonObject? options = null)
    {
        using var gone = await AskAsync(HttpMethod.Delete, path, options, cancellationToken, NotFound, Conflict).ConfigureAwait(false);
    }

    // Null where the answer is one of the given statuses.
    private async Task<JsonDocument?> AskAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, params int[] expected)
    {
        try
        {
            return await client.SendAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal refusal)
        {
            return expected.Contains(refusal.Status) ? null : throw refusal.ToFailure(ErrorCatalog.ApiServerRefused, node);
        }
    }
}
