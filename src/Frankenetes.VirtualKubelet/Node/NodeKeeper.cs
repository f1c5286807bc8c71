using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Providers;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>
/// Registers the node as soon as the API server answers, says every few minutes that it is as it was, and renews its lease: that one is what the
/// cluster judges a node's health by.
/// </summary>
internal sealed class NodeKeeper(
    ApiServer server, NodeComposer composer, NodeLease lease, IPodProvider provider, BackendHealth health, string nodeName, string? knownVersion, WriteGate gate, TimeProvider time, ILogger logger)
{
    private const string NoVersion = "v0.0.0";

    private static readonly TimeSpan RetryWhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(5);

    private readonly TaskCompletionSource _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private V1Node? _node;
    private ProviderCapacity? _capacity;
    private DateTimeOffset _measured = DateTimeOffset.MinValue;
    private string? _version = knownVersion;
    private bool? _toldReachable;
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
                wait = _leased ? TimeSpan.FromSeconds(1) : RetryWhileStarting;
            }
            if (_told is null || (_measured == DateTimeOffset.MinValue && !health.IsDoubtful)) wait = wait < Soon ? wait : Soon;
            // A backend that went or came back is told at once.
            await Task.WhenAny(Task.Delay(wait, time, cancellationToken), health.Turned).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task UpkeepAsync(CancellationToken cancellationToken)
    {
        // A deleted node takes its lease along: then it is time to register again.
        if (_leased && !await lease.RenewAsync(cancellationToken).ConfigureAwait(false)) (_leased, _told) = (false, null);
        var measured = _registered.Task.IsCompleted && await MeasureAsync(cancellationToken).ConfigureAwait(false);
        if (_told is null || measured || _toldReachable != health.IsReachable || time.GetUtcNow() - _told >= StatusInterval)
        {
            _node = await RegisterAsync(cancellationToken).ConfigureAwait(false);
            _told = _version is null ? null : time.GetUtcNow();
            _registered.TrySetResult();
        }
        if (_leased) return;
        await lease.AcquireAsync(_node!, cancellationToken).ConfigureAwait(false);
        _leased = true;
    }

    // Asked after the node is registered: that must not wait for Azure. It also shows whether Azure answers where no pod does.
    private async Task<bool> MeasureAsync(CancellationToken cancellationToken)
    {
        if (!health.IsDoubtful && time.GetUtcNow() - _measured < StatusInterval) return false;
        try
        {
            var capacity = await provider.GetCapacityAsync(cancellationToken).ConfigureAwait(false);
            (_measured, var before, _capacity) = (time.GetUtcNow(), _capacity, capacity);
            health.Answered();
            return before != capacity;
        }
        catch (ProviderException failed)
        {
            if (failed.Failure == ProviderFailure.Unreachable) health.Failed(failed.Message);
            // An identity that may make groups in one resource group need not be allowed to see the region's usage: that is an answer too, and stays one for a while.
            else if (failed.Failure != ProviderFailure.Busy) _measured = time.GetUtcNow();
            return false;
        }
    }

    // The version is readable only once the API server has made its default roles, which is later than a node may register.
    private async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            _version = JsonNode.Parse(await server.GetTextAsync("version", cancellationToken).ConfigureAwait(false))?["gitVersion"]?.GetValue<string>() ?? _version;
        }
        catch (ApiServerException early) when (early.Status == HttpStatusCode.Forbidden)
        {
            // Known from elsewhere, or told at the next look.
        }
        return _version ?? NoVersion;
    }

    private async Task<V1Node> RegisterAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken).ConfigureAwait(false);
        var before = await server.FindAsync<V1Node>($"api/v1/nodes/{nodeName}", cancellationToken).ConfigureAwait(false);
        var node = composer.Compose(version, time.GetUtcNow(), before, health, _capacity);
        _toldReachable = health.IsReachable;
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
