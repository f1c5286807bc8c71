using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>Restore-FrankenetesCluster in place: a suspend, the choice of the checkpoint, and a resume that begins from it.</summary>
internal sealed class RestoreCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "Restore";

    /// <summary>Restores; one that was broken off goes on.</summary>
    /// <param name="name">The cluster.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="keep">Whether what the cluster was becomes a checkpoint too.</param>
    /// <param name="warn">Told what the user should know; from any thread.</param>
    /// <param name="cancellationToken">Leaves the rest to the next run.</param>
    public async Task<ClusterRecord> RunAsync(string name, string checkpoint, bool keep, Action<string> warn, CancellationToken cancellationToken)
    {
        var cluster = await new ClusterFinder(connection, options).OpenAsync(name, cancellationToken).ConfigureAwait(false);
        var manifest = await cluster.Checkpoints.ReadAsync(name, checkpoint, cancellationToken).ConfigureAwait(false);
        var operation = new Operation(Kind, name, progress);
        // Before anything is stopped.
        await operation.RunAsync([new Step("verify", "Checking the checkpoint", stop => cluster.Checkpoints.VerifyAsync(manifest, stop))], null, cancellationToken).ConfigureAwait(false);
        var record = (await cluster.Store.ReadAsync(cancellationToken).ConfigureAwait(false))?.Record;
        if (record is not { State: ClusterState.Suspended or ClusterState.Resuming, Restore: { } chosen } || chosen.Checkpoint != checkpoint)
        {
            await new SuspendCluster(connection, options, progress).RunAsync(new SuspendRequest(name), warn, tell: _ => { }, cancellationToken).ConfigureAwait(false);
            await LockedOperation.RunAsync(cluster, operation, (held, stop) => ChooseAsync(cluster, held, operation, manifest, keep, stop), cancellationToken).ConfigureAwait(false);
        }

        return await new ResumeCluster(connection, options, progress).RunAsync(name, force: false, warn, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterRecord> ChooseAsync(
        ClusterHandle cluster, ClusterLock held, Operation operation, CheckpointManifest manifest, bool keep, CancellationToken cancellationToken)
    {
        if (held.Record.State != ClusterState.Suspended)
            throw new FrankenetesException(ErrorCatalog.ClusterNotSuspended, $"Cluster '{held.Record.Name}' is {held.Record.State}: another session went on with it.", held.Record.Name);
        var order = new CheckpointOrder(CheckpointName.BeforeRestore(options.Time.GetUtcNow()), $"Before the restore of '{manifest.Name}'.", held.Record.KubernetesVersion);
        var steps = new List<Step>();
        if (keep)
            steps.Add(new("keep", $"Keeping what is there as checkpoint '{order.Name}'", stop => KeepAsync(cluster, held.Record, order, stop)));
        steps.Add(new("choose", "Choosing the checkpoint", stop => held.WriteAsync(record => record with { Restore = new RestoreRecord(manifest.Name, manifest.ClusterId) }, stop)));
        await operation.RunAsync(steps, null, cancellationToken).ConfigureAwait(false);
        return held.Record;
    }

    private static async Task KeepAsync(ClusterHandle cluster, ClusterRecord record, CheckpointOrder order, CancellationToken cancellationToken)
    {
        // The restore from another checkpoint was broken off behind this step: what there was before it is kept, or was not to be.
        if (record.Restore is not null)
            return;
        try
        {
            await cluster.Checkpoints.KeepAsync(await FinalSnapshot.ReadAsync(cluster, record, order, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (FrankenetesException none) when (none.ErrorId == nameof(ErrorCatalog.NoFinalSnapshot))
        {
            throw new FrankenetesException(ErrorCatalog.NoFinalSnapshot, $"{none.Message} What it was cannot be kept as a checkpoint.", record.Name)
            {
                RecommendedAction = "Run Restore-FrankenetesCluster with -NoCheckpoint to restore all the same, or Resume-FrankenetesCluster to go on from what there is.",
            };
        }
    }
}
