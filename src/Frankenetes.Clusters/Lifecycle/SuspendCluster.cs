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
    /// <param name="name">The cluster.</param>
    /// <param name="force">Suspends even where the keeper does not answer: what the newest snapshot lacks is lost.</param>
    /// <param name="now">Deletes the pods' groups without waiting for their grace periods.</param>
    /// <param name="warn">Told what the user should know; from any thread.</param>
    /// <param name="cancellationToken">Before the claim, takes it all back; after it, leaves the rest to the next run.</param>
    public async Task<ClusterRecord> RunAsync(string name, bool force, bool now, Action<string> warn, CancellationToken cancellationToken)
    {
        var cluster = await new ClusterFinder(connection, options).OpenAsync(name, cancellationToken).ConfigureAwait(false);
        var operation = new Operation(Kind, name, progress);
        return await LockedOperation.RunAsync(cluster, operation, (held, stop) => RunAsync(cluster, held, operation, force, now, warn, stop), cancellationToken).ConfigureAwait(false);
    }

    private async Task<ClusterRecord> RunAsync(
        ClusterHandle cluster, ClusterLock held, Operation operation, bool force, bool now, Action<string> warn, CancellationToken cancellationToken)
    {
        if (held.Record.State == ClusterState.Suspended)
            return held.Record;
        if (held.Record.State is not (ClusterState.Running or ClusterState.Suspending))
            throw new FrankenetesException(ErrorCatalog.ClusterNotRunning, $"Cluster '{held.Record.Name}' is {held.Record.State}.", held.Record.Name);
        await held.BeginAsync(Kind, ClusterState.Suspending, options, cancellationToken).ConfigureAwait(false);
        var seal = new FinalSeal(cluster, held.Record.Epoch);
        var clean = await seal.IsClaimedAsync(cancellationToken).ConfigureAwait(false)
            || await SealOrThawAsync(seal, held, operation, force, warn, cancellationToken).ConfigureAwait(false);
        await operation.RunAsync([.. now ? [] : EndPods(cluster, held.Record.Epoch, warn), .. Delete(cluster)], held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
        await held.EndAsync(
            record => record with { State = ClusterState.Suspended, SuspendedAt = options.Time.GetUtcNow(), SuspendedClean = clean, IPAddress = null },
            cancellationToken).ConfigureAwait(false);
        return held.Record;
    }

    private static async Task<bool> SealOrThawAsync(
        FinalSeal seal, ClusterLock held, Operation operation, bool force, Action<string> warn, CancellationToken cancellationToken)
    {
        try
        {
            await operation.RunAsync(Seal(seal, held.Record.NodeNames(), warn), held.FinishStepAsync, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (FrankenetesException silent) when (force && silent.ErrorId == nameof(ErrorCatalog.KeeperSilent))
        {
            warn("etcd's keeper does not answer: suspending all the same. What was written since its last snapshot is lost.");
            return false;
        }
        catch (Exception)
        {
            await TakeBackAsync(seal, held).ConfigureAwait(false);
            throw;
        }
    }

    private static IReadOnlyList<Step> Seal(FinalSeal seal, IReadOnlyList<string> nodes, Action<string> warn) =>
    [
        new("freeze", "Holding the node still", async stop =>
        {
            foreach (var node in await seal.FreezeAsync(nodes, stop).ConfigureAwait(false))
                warn($"The virtual kubelet of node '{node}' did not answer; going on without it.");
        }),
        new("seal", "Sealing the final snapshot", seal.SealAsync),
        new("claim", "Checking the final snapshot", seal.ClaimAsync),
    ];

    // Where no pod has a group nobody is to be asked; where the control plane is gone already, an earlier run has.
    private static IReadOnlyList<Step> EndPods(ClusterHandle cluster, int epoch, Action<string> warn) =>
    [
        new("stop", "Ending the pods", async stop =>
        {
            if (await new ControlPlaneGroup(cluster).ReadAsync(stop).ConfigureAwait(false) is null || !await new PodGroups(cluster).AnyAsync(stop).ConfigureAwait(false))
                return;
            foreach (var node in await new PodFarewell(cluster, epoch).RunAsync(stop).ConfigureAwait(false))
                warn($"The virtual kubelet of node '{node}' did not end its pods: they end without their grace period.");
        }),
    ];

    private static IReadOnlyList<Step> Delete(ClusterHandle cluster) =>
    [
        new("delete", "Deleting container groups", stop => Task.WhenAll(
            new PodGroups(cluster).DeleteAsync(stop), new ControlPlaneGroup(cluster).DeleteAsync(stop), new NodeGroups(cluster).DeleteAsync(stop))),
        new("verify", "Making sure that nothing is left", stop => Task.WhenAll(
            new PodGroups(cluster).DeleteAsync(stop), new ControlPlaneGroup(cluster).DeleteAsync(stop), new NodeGroups(cluster).DeleteAsync(stop), AccessPolicies.RevokeAsync(cluster.Account, stop))),
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
