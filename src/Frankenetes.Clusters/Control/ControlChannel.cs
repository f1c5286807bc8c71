using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Control;

/// <summary>Requests to a cluster's agents, and their answers.</summary>
internal sealed class ControlChannel(RecordAccount account, TimeSpan pollInterval, TimeProvider time)
{
    public const string Keeper = "etcd-keeper";
    private const string StateBlob = "state.json";

    /// <summary>Who tells of the API server's audit log.</summary>
    public static string Witness(ClusterTopology topology) => topology == ClusterTopology.Distributed ? AuditWitness.Name : Kubelet(ClusterNames.Node);

    /// <summary>The acknowledgement name of a node's virtual kubelet.</summary>
    public static string Kubelet(string node) => $"virtual-kubelet-{node}";

    /// <summary>The request that stands; null when none was ever written.</summary>
    public Task<ControlState?> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(StateBlob, ControlJson.Default.ControlState, cancellationToken);

    /// <summary>Replaces the request that stands.</summary>
    public Task<ControlState> AskAsync(int epoch, ControlRequest request, CancellationToken cancellationToken) =>
        AskAsync(new ControlState(epoch, request, Guid.NewGuid().ToString("D"), time.GetUtcNow()), cancellationToken);

    /// <summary>Asks the keeper for a checkpoint.</summary>
    public Task<ControlState> AskAsync(int epoch, CheckpointOrder checkpoint, CancellationToken cancellationToken) =>
        AskAsync(new ControlState(epoch, ControlRequest.Checkpoint, Guid.NewGuid().ToString("D"), time.GetUtcNow(), checkpoint), cancellationToken);

    private async Task<ControlState> AskAsync(ControlState state, CancellationToken cancellationToken)
    {
        var body = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(state, ControlJson.Default.ControlState));
        await account.Container(RecordAccount.ControlContainer).GetBlobClient(StateBlob).UploadAsync(body, true, cancellationToken).ConfigureAwait(false);
        return state;
    }

    /// <summary>An agent's last word; null when it never spoke.</summary>
    public Task<AgentAcknowledgement?> ReadAsync(string agent, CancellationToken cancellationToken) =>
        ReadAsync($"ack-{agent}.json", ControlJson.Default.AgentAcknowledgement, cancellationToken);

    /// <summary>Whether a node's virtual kubelet is at work in this epoch, and every pod has its group again.</summary>
    public async Task<bool> IsRunningAsync(string node, int epoch, CancellationToken cancellationToken) =>
        await ReadAsync(Kubelet(node), cancellationToken).ConfigureAwait(false) is { Phase: AgentPhase.Running } word && word.Epoch == epoch;

    /// <summary>Forgets an agent's last word, if it has spoken: who speaks next under that name is another.</summary>
    public Task ForgetAsync(string agent, CancellationToken cancellationToken) =>
        account.Container(RecordAccount.ControlContainer).DeleteBlobIfExistsAsync($"ack-{agent}.json", cancellationToken: cancellationToken);

    /// <summary>Waits until an agent's word is the one that is waited for.</summary>
    /// <param name="agent">Who is to speak.</param>
    /// <param name="isAnswer">Whether this is the word; it may throw to end the waiting.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The word; null when the time was up.</returns>
    public async Task<AgentAcknowledgement?> WaitAsync(string agent, Func<AgentAcknowledgement, bool> isAnswer, TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await ReadAsync(agent, cancellationToken).ConfigureAwait(false) is { } word && isAnswer(word))
                return word;
            if (time.GetElapsedTime(began) > limit)
                return null;
            await Task.Delay(pollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<T?> ReadAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var blob = await account.Container(RecordAccount.ControlContainer).GetBlobClient(name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(blob.Value.Content, type);
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }
}
