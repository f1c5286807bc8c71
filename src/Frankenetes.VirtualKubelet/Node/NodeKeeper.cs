using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.VirtualKubelet.Control;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>
/// Registers the node as soon as the API server answers, says every few minutes that it is as it was, and renews its lease: that one is what the
/// cluster judges a node's health by.
/// </summary>
internal sealed class NodeKeeper(ApiServer server, NodeComposer composer, NodeLease lease, string nodeName, WriteGate gate, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryWhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(5);

    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private V1Node? _node;
    private DateTimeOffset? _told;
    private bool _leased;

    /// <summary>Completes when the node is in the cluster for the first time.</summary>
    public Task Registered => _registered.Task;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? complaint = null;
        while (true)
        {
            var wait = NodeLease.RenewInterval;
            try
            {
                using var passage = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                await UpkeepAsync(cancellationToken).ConfigureAwait(false);
                complaint = null;
            }
            catch (Exception failure) when (failure is ApiServerException or HttpRequestException or TimeoutException or JsonException)
            {
                // While the control plane comes up this happens every 0.1 s: said once for each reason.
                if (complaint != failure.Message) logger.LogInformation("node {Node} waits for the API server: {Reason}", nodeName, failure.Message);
                complaint = failure.Message;
                wait = _registered.Task.IsCompleted ? TimeSpan.FromSeconds(1) : RetryWhileStarting;
            }
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task UpkeepAsync(CancellationToken cancellationToken)
    {
        // A deleted node takes its lease along: then it is time to register again.
        if (_leased && !await lease.RenewAsync(cancellationToken).ConfigureAwait(false)) (_leased, _told) = (false, null);
        if (_told is null || time.GetUtcNow() - _told >= StatusInterval)
        {
            _node = await RegisterAsync(cancellationToken).ConfigureAwait(false);
            _told = time.GetUtcNow();
            _registered.TrySetResult();
        }
        if (_leased) return;
        await lease.AcquireAsync(_node!, cancellationToken).ConfigureAwait(false);
        _leased = true;
    }

    private async Task<V1Node> RegisterAsync(CancellationToken cancellationToken)
    {
        var version = JsonNode.Parse(await server.GetTextAsync("version", cancellationToken).ConfigureAwait(false))?["gitVersion"]?.GetValue<string>() ?? "v0.0.0";
        var before = await server.FindAsync<V1Node>($"api/v1/nodes/{nodeName}", cancellationToken).ConfigureAwait(false);
        var node = composer.Compose(version, time.GetUtcNow(), before);
        if (before is null)
        {
            var created = await server.CreateAsync("api/v1/nodes", node, cancellationToken).ConfigureAwait(false);
            logger.LogInformation("node {Node} registered", nodeName);
            return created;
        }
        await LabelAsync(node, before, cancellationToken).ConfigureAwait(false);
        var patch = new JsonObject { ["status"] = JsonNode.Parse(KubernetesJson.Serialize(node.Status)) };
        var after = await server.MergePatchAsync<V1Node>($"api/v1/nodes/{nodeName}/status", patch, cancellationToken).ConfigureAwait(false);
        if (!_registered.Task.IsCompleted) logger.LogInformation("node {Node} is back", nodeName);
        return after;
    }

    private async Task LabelAsync(V1Node node, V1Node before, CancellationToken cancellationToken)
    {
        var missing = node.Metadata.Labels.Where(label => before.Metadata.Labels?.TryGetValue(label.Key, out var value) != true || value != label.Value).ToList();
        if (missing.Count == 0) return;
        var labels = new JsonObject(missing.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)JsonValue.Create(label.Value))));
        try
        {
            await server.MergePatchAsync<V1Node>($"api/v1/nodes/{nodeName}", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels } }, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            logger.LogWarning("labels of node {Node} stay as they are: {Reason}", nodeName, refused.Message);
        }
    }
}
