using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Suspend-FrankenetesCluster: a sealed and claimed snapshot first, then every container group deleted.</summary>
internal sealed class SuspendCluster(AzureConnection connection, ClusterOptions options, IProgress<OperationProgress>? progress)
{
    public const string Kind = "Suspend";
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(1.2);

    /// <summary>Suspends; a suspended cluster stays as it is, a suspend that was broken off goes on.</summary>
    /// <param name="request">Which cluster, and how.</param>
    /// <param name="warn">Told what the user should know; from any thread.</param>
    /// <param name="tell">Told why a cluster is not idle; from any thread.</param>
    /// <param name="cancellationToken">Before the claim, takes it all back; after it, leaves the rest to the next run.</param>
    public async Task<ClusterRecord> RunAsync(SuspendRequest request, Action<string> warn, Action<string> tell, CancellationToken cancellationToken)
    {
        var operation = new Operation(Kind, request.Name, progress);
        return await LockedOperation.RunAsync(
            connection, options, operation, (cluster, held, stop) => RunAsync(cluster, held, operation, request, warn, tell, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterRecord> RunAsync(
        ClusterHandle cluster, ClusterLock held, Operation operation, SuspendRequest request, Action<string> warn, Action<string> tell, CancellationToken cancellationToken)
    {
        if (held.Record.State == ClusterState.Suspended)
            return held.Record;
        if (held.Record.State is not (ClusterState.Running or ClusterState.Suspending))
            throw new FrankenetesException(ErrorCatalog.ClusterNotRunning, $"Cluster '{held.Record.Name}' is {held.Record.State}.", held.Record.Name);
        // A suspend that has begun was found idle, or wanted anyway.
        if (request.IfIdle is { } idle && held.Record.State == ClusterState.Running && await new IdleCheck(cluster, held.Record).WhyUsedAsync(idle, cancellationToken).ConfigureAwait(false) is { } use)
        {
            tell($"Cluster '{held.Record.Name}' is not idle and stays as it is: {use}.");
            return held.Record;
        }

        await held.BeginAsync(Kind, ClusterState.Suspending, options, cancellationToken).ConfigureAwait(false);
        var seal = new FinalSeal(cluster, held.Record.Epoch);
        var clean = await seal.IsClaimedAsync(cancellationToken).ConfigureAwait(false)
            || await SealOrThawAsync(cluster, seal, held, operation, request.Force, warn, cancellationToken).ConfigureAwait(false);
        await operation.RunAsync([.. request.Now ? [] : EndPods(cluster, held.Record, warn), .. Delete(cluster, held.Record)], held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
        await held.EndAsync(
            record => record with { State = ClusterState.Suspended, SuspendedAt = options.Time.GetUtcNow(), SuspendedClean = clean, IPAddress = null },
            cancellationToken).ConfigureAwait(false);
        return held.Record;
    }

    private static async Task<bool> SealOrThawAsync(
        ClusterHandle cluster, FinalSeal seal, ClusterLock held, Operation operation, bool force, Action<string> warn, CancellationToken cancellationToken)
    {
        try
        {
            await operation.RunAsync(Seal(cluster, held.Record, seal, warn), held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FrankenetesException failure) when (force && IsUnsealed(failure))
        {
            var loss = await new UnsealedLoss(cluster, held.Record).DescribeAsync(cancellationToken).ConfigureAwait(false);
            warn($"Suspending without a final snapshot. {failure.Message} {loss}");
            return false;
        }
        catch (FrankenetesException failure) when (IsUnsealed(failure))
        {
            await TakeBackAsync(seal, held).ConfigureAwait(false);
            throw await RefusalAsync(cluster, held.Record, failure, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await TakeBackAsync(seal, held).ConfigureAwait(false);
            throw;
        }
    }

    // Whatever the reason, the store's last state is not proven to stand in storage.
    private static bool IsUnsealed(FrankenetesException failure) => failure.ErrorId is
        nameof(ErrorCatalog.KeeperSilent) or nameof(ErrorCatalog.KeeperGone) or nameof(ErrorCatalog.SuspendFailed) or nameof(ErrorCatalog.SnapshotUnverified) or nameof(ErrorCatalog.ManifestVoided);

    private static async Task<FrankenetesException> RefusalAsync(ClusterHandle cluster, ClusterRecord record, FrankenetesException failure, CancellationToken cancellationToken)
    {
        var loss = await new UnsealedLoss(cluster, record).DescribeAsync(cancellationToken).ConfigureAwait(false);
        return new FrankenetesException(failure.Description, failure.Message, failure.Target, failure)
        {
            Step = failure.Step,
            RecommendedAction = $"{failure.RecommendedAction} -Force suspends all the same, with this loss: {loss}",
        };
    }

    private static IReadOnlyList<Step> Seal(ClusterHandle cluster, ClusterRecord record, FinalSeal seal, Action<string> warn) =>
    [
        new("freeze", "Holding the node still", async stop =>
        {
            await new ControlPlaneGroups(cluster, record.Topology).CheckStoreAsync(stop).ConfigureAwait(false);
            foreach (var node in await seal.FreezeAsync(record.NodeNames(), stop).ConfigureAwait(false))
                warn($"The virtual kubelet of node '{node}' did not answer; going on without it.");
        }),
        new("seal", "Sealing the final snapshot", seal.SealAsync),
        new("claim", "Checking the final snapshot", seal.ClaimAsync),
    ];

    // Where no pod has a group nobody is to be asked; where the control plane is gone already, an earlier run has.
    private static IReadOnlyList<Step> EndPods(ClusterHandle cluster, ClusterRecord record, Action<string> warn) =>
    [
        new("stop", "Ending the pods", async stop =>
        {
            if (!await new ControlPlaneGroups(cluster, record.Topology).HasKubeletAsync(stop).ConfigureAwait(false) || !await new PodGroups(cluster).AnyAsync(stop).ConfigureAwait(false))
                return;
            foreach (var node in await new PodFarewell(cluster, record.Epoch, record.NodeNames()).RunAsync(stop).ConfigureAwait(false))
                warn($"The virtual kubelet of node '{node}' did not end its pods: they end without their grace period.");
        }),
    ];

    private static IReadOnlyList<Step> Delete(ClusterHandle cluster, ClusterRecord record) =>
    [
        new("delete", "Deleting container groups", stop => Task.WhenAll(
            new PodGroups(cluster).DeleteAsync(stop), new ControlPlaneGroups(cluster, record.Topology).DeleteAsync(stop), new NodeGroups(cluster).DeleteAsync(stop))),
        new("verify", "Making sure that nothing is left", async stop =>
        {
            await Task.WhenAll(
                new PodGroups(cluster).DeleteAsync(stop), new ControlPlaneGroups(cluster, record.Topology).DeleteAsync(stop), new NodeGroups(cluster).DeleteAsync(stop), AccessPolicies.RevokeAsync(cluster.Account, stop)).ConfigureAwait(false);
            await Task.WhenAll(cluster.Ledger.NothingLeftAsync(cluster.Names.ResourceGroup, stop), cluster.Ledger.NothingLeftAsync(cluster.Names.PodResourceGroup, stop)).ConfigureAwait(false);
        }),
    ];

    // With a token of its own: the user's may be the reason why we are here. What cannot be done in time, the keeper does by itself later.
    private static async Task TakeBackAsync(FinalSeal seal, ClusterLock held)
    {
        using var limit = new CancellationTokenSource(FarewellLimit);
        try
        {
            if (await seal.IsClaimedAsync(limit.Token).ConfigureAwait(false))
                return;
            await seal.ThawAsync(limit.Token).ConfigureAwait(false);
            await held.EndAsync(record => record with { State = ClusterState.Running }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception unreachable) when (unreachable is OperationCanceledException or Azure.RequestFailedException)
        {
            // The first failure is the one to tell.
        }
    }
}
