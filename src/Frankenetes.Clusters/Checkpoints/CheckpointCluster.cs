using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>Checkpoint-FrankenetesCluster: the keeper gives the state of the running cluster a name; of a suspended one its final snapshot is kept.</summary>
internal sealed class CheckpointCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "Checkpoint";
    private static readonly TimeSpan KeeperSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(1.2);

    /// <summary>Makes a checkpoint.</summary>
    /// <param name="name">The cluster.</param>
    /// <param name="checkpoint">What to call it; null calls it by the time.</param>
    /// <param name="description">Null: none.</param>
    /// <param name="cancellationToken">Takes it back.</param>
    public async Task<CheckpointManifest> RunAsync(string name, string? checkpoint, string? description, CancellationToken cancellationToken)
    {
        var cluster = await new ClusterFinder(connection, options).OpenAsync(name, cancellationToken).ConfigureAwait(false);
        var operation = new Operation(Kind, name, progress);
        return await LockedOperation.RunAsync(
            cluster,
            operation,
            async (held, stop) =>
            {
                var order = new CheckpointOrder(checkpoint ?? CheckpointName.Of(options.Time.GetUtcNow()), description, held.Record.KubernetesVersion);
                CheckpointManifest? made = null;
                await operation.RunAsync([new Step("checkpoint", "Making the checkpoint", async step => made = await MakeAsync(cluster, held.Record, order, step).ConfigureAwait(false))], null, stop).ConfigureAwait(false);
                return made!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<CheckpointManifest> MakeAsync(ClusterHandle cluster, ClusterRecord record, CheckpointOrder order, CancellationToken cancellationToken)
    {
        if (await cluster.Checkpoints.FindAsync(order.Name, cancellationToken).ConfigureAwait(false) is not null)
            throw CheckpointStore.Exists(order.Name);
        return record.State switch
        {
            ClusterState.Running => await AskAsync(cluster, record, order, cancellationToken).ConfigureAwait(false),
            ClusterState.Suspended => await cluster.Checkpoints
                .KeepAsync(await FinalSnapshot.ReadAsync(cluster, record, order, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false),
            _ => throw new FrankenetesException(ErrorCatalog.ClusterNotRunning, $"Cluster '{record.Name}' is {record.State}.", record.Name),
        };
    }

    private static async Task<CheckpointManifest> AskAsync(ClusterHandle cluster, ClusterRecord record, CheckpointOrder order, CancellationToken cancellationToken)
    {
        var asked = await cluster.Channel.AskAsync(record.Epoch, order, cancellationToken).ConfigureAwait(false);
        try
        {
            var word = await WaitAsync(cluster, said => said.Epoch == record.Epoch && said.RequestId == asked.RequestId, cancellationToken).ConfigureAwait(false);
            return await cluster.Checkpoints.FindAsync(order.Name, cancellationToken).ConfigureAwait(false) is { } made && made.RequestId == asked.RequestId
                ? made
                : throw new FrankenetesException(ErrorCatalog.CheckpointFailed, $"etcd's keeper did not make the checkpoint: {word.Message}", record.Name);
        }
        catch (Exception failure) when (failure is OperationCanceledException or FrankenetesException { ErrorId: nameof(ErrorCatalog.KeeperSilent) })
        {
            await TakeBackAsync(cluster, record).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<AgentAcknowledgement> WaitAsync(ClusterHandle cluster, Func<AgentAcknowledgement, bool> isAnswer, CancellationToken cancellationToken)
    {
        var heard = await cluster.Channel.WaitAsync(ControlChannel.Keeper, isAnswer, KeeperSilence, cancellationToken).ConfigureAwait(false);
        if (heard?.Phase == AgentPhase.Checkpointing)
            heard = await cluster.Channel.WaitAsync(ControlChannel.Keeper, said => isAnswer(said) && said.Phase != AgentPhase.Checkpointing, Limit, cancellationToken).ConfigureAwait(false);
        return heard ?? throw new FrankenetesException(ErrorCatalog.KeeperSilent, "etcd's keeper did not answer, so there is no checkpoint.", cluster.Names.Cluster)
        {
            RecommendedAction = "The cluster was not touched. See with Get-FrankenetesCluster whether it is protected, then run the command again.",
        };
    }

    // With a token of its own: the user's may be the reason why we are here. A request that stays does no more harm than a checkpoint that nobody waits for.
    private static async Task TakeBackAsync(ClusterHandle cluster, ClusterRecord record)
    {
        using var limit = new CancellationTokenSource(FarewellLimit);
        try
        {
            await cluster.Channel.AskAsync(record.Epoch, ControlRequest.Run, limit.Token).ConfigureAwait(false);
        }
        catch (Exception unreachable) when (unreachable is OperationCanceledException or Azure.RequestFailedException)
        {
            // The first failure is the one to tell.
        }
    }
}
