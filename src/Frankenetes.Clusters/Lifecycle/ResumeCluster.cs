using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Records;
using Frankenetes.Clusters.Reports;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Resume-FrankenetesCluster: a new epoch that starts from the claimed snapshot.</summary>
internal sealed class ResumeCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "Resume";

    /// <summary>Resumes; a running cluster stays as it is, a resume that was broken off goes on, an unclaimed suspend is taken back.</summary>
    /// <param name="name">The cluster.</param>
    /// <param name="force">Resumes although the record lacks something: what is missing is lost.</param>
    /// <param name="warn">Told what the user should know; from any thread.</param>
    /// <param name="cancellationToken">Leaves the rest to the next run.</param>
    public async Task<ClusterRecord> RunAsync(string name, bool force, Action<string> warn, CancellationToken cancellationToken)
    {
        var operation = new Operation(Kind, name, progress);
        return await LockedOperation.RunAsync(connection, options, operation, (cluster, held, stop) => RunAsync(cluster, held, operation, force, warn, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterRecord> RunAsync(ClusterHandle cluster, ClusterLock held, Operation operation, bool force, Action<string> warn, CancellationToken cancellationToken)
    {
        switch (held.Record.State)
        {
            case ClusterState.Running:
                return held.Record;
            case ClusterState.Suspending:
                return await TakeBackAsync(cluster, held, cancellationToken).ConfigureAwait(false);
            case ClusterState.Suspended:
                await BeginAsync(cluster, held, warn, cancellationToken).ConfigureAwait(false);
                break;
            case ClusterState.Resuming:
                await held.BeginAsync(Kind, ClusterState.Resuming, options, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new FrankenetesException(ErrorCatalog.ClusterNotSuspended, $"Cluster '{held.Record.Name}' is {held.Record.State}.", held.Record.Name);
        }

        try
        {
            return await StartAsync(cluster, held, operation, force, warn, cancellationToken).ConfigureAwait(false);
        }
        catch (FrankenetesException refused) when (refused.ErrorId == nameof(ErrorCatalog.ResumeRefused) && held.Record.Restore is { } restore)
        {
            if (CloneTokens.AreNeeded(held.Record))
                throw CheckpointRefusal.OfClone(held.Record, restore, refused);
            // No client has met this epoch, and what the cluster was before is there as it was: it goes on from that.
            await held.WriteAsync(record => record with { Restore = null }, cancellationToken).ConfigureAwait(false);
            await StartAsync(cluster, held, operation, force, warn, cancellationToken).ConfigureAwait(false);
            throw CheckpointRefusal.InPlace(held.Record, restore, refused);
        }
    }

    private async Task<ClusterRecord> StartAsync(
        ClusterHandle cluster, ClusterLock held, Operation operation, bool force, Action<string> warn, CancellationToken cancellationToken)
    {
        var agent = new AgentShare(connection, cluster.Names).EnsureAsync(options, held.Record.Location, cancellationToken);
        var (keys, renewed) = await RenewAsync(cluster, held.Record, cancellationToken).ConfigureAwait(false);
        var steps = new List<Step>
        {
            new("grant", "Opening storage to the new epoch", stop => Task.WhenAll(
                AccessPolicies.GrantAsync(cluster.Account, held.Record.Epoch, options.Time.GetUtcNow(), stop),
                cluster.Channel.AskAsync(held.Record.Epoch, CloneTokens.AreNeeded(held.Record) ? ControlRequest.Freeze : ControlRequest.Run, stop))),
        };
        steps.AddRange(new ControlPlaneStart(cluster, held, keys, warn, force).Steps(agent));
        await operation.RunAsync(steps, held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
        var report = await new ResumeReporter(cluster, held.Record, keys).ComposeAsync([.. renewed, .. RunOut(held.Record)], cancellationToken).ConfigureAwait(false);
        await held.EndAsync(record => record with { State = ClusterState.Running, SuspendedAt = null, Restore = null, LastResume = report }, cancellationToken).ConfigureAwait(false);
        foreach (var loss in new[] { report.Lost, report.Incomplete is { } why ? $"The report of the resume is not whole: {why}" : null }.OfType<string>())
            warn(loss);
        return held.Record;
    }

    private async Task<(ClusterKeys Keys, IReadOnlyList<string> Renewed)> RenewAsync(ClusterHandle cluster, ClusterRecord record, CancellationToken cancellationToken)
    {
        var known = await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false);
        var (keys, renewed) = AuthorityRenewal.Renew(known, record.Operation!.StartedAt, options.Time);
        if (keys != known)
            await cluster.Store.WriteKeysAsync(keys, cancellationToken).ConfigureAwait(false);
        return (keys, renewed);
    }

    // Every start signs the control plane's own anew; to be told are those that could not have been used any longer.
    private IReadOnlyList<string> RunOut(ClusterRecord record) =>
        options.Time.GetUtcNow() + AuthorityRenewal.Margin > (record.LastResume?.ResumedAt ?? record.CreatedAt).AddYears(1) ? Leaves.OfControlPlane(record.NodeNames()) : [];

    // The epoch and the operation change in one write: a second run finds both or neither.
    private async Task BeginAsync(ClusterHandle cluster, ClusterLock held, Action<string> warn, CancellationToken cancellationToken)
    {
        if (held.Record.Restore is { } restore)
            await cluster.Checkpoints.ReadAsync(held.Record.Name, restore.Checkpoint, cancellationToken).ConfigureAwait(false);
        else if (held.Record.SuspendedClean)
            await CheckSnapshotAsync(cluster, held.Record, cancellationToken).ConfigureAwait(false);
        else
            warn("The cluster was suspended without a final snapshot: it comes back from its last one and the log of changes behind it.");
        await held.WriteAsync(
            record => record with
            {
                State = ClusterState.Resuming,
                Epoch = record.Epoch + 1,
                Operation = new OperationRecord(Kind, options.Time.GetUtcNow(), options.Locks.Self, []),
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task CheckSnapshotAsync(ClusterHandle cluster, ClusterRecord record, CancellationToken cancellationToken)
    {
        if (await cluster.Manifests.ReadAsync(record.Epoch, cancellationToken).ConfigureAwait(false) is not { Manifest.State: FinalManifest.Claimed } found)
            throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, "The claimed final manifest of the last epoch is missing.", record.Name);
        await cluster.Manifests.VerifyAsync(found.Manifest, record.Id, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ClusterRecord> TakeBackAsync(ClusterHandle cluster, ClusterLock held, CancellationToken cancellationToken)
    {
        var seal = new FinalSeal(cluster, held.Record.Epoch);
        if (await seal.IsClaimedAsync(cancellationToken).ConfigureAwait(false))
            throw new FrankenetesException(ErrorCatalog.ClusterNotSuspended, $"Cluster '{held.Record.Name}' is half suspended, past the point of return.", held.Record.Name)
            {
                RecommendedAction = "Run Suspend-FrankenetesCluster to its end, then Resume-FrankenetesCluster.",
            };
        var asked = await seal.ThawAsync(cancellationToken).ConfigureAwait(false);
        await seal.ThawedAsync(held.Record.NodeNames(), asked, cancellationToken).ConfigureAwait(false);
        await held.EndAsync(record => record with { State = ClusterState.Running }, cancellationToken).ConfigureAwait(false);
        return held.Record;
    }
}
