using Frankenetes.Clusters.Control;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>
/// The dialogue with the agents that ends in a claimed final manifest (docs/contracts.md, section 4). Where an earlier run stopped is
/// read from the control blob and the manifest, never remembered.
/// </summary>
internal sealed class FinalSeal(ClusterHandle cluster, int epoch)
{
    private static readonly TimeSpan FreezeLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan SealLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeeperSilence = TimeSpan.FromSeconds(30);

    /// <summary>Whether the manifest of this epoch is ours already: from there the only way is forward.</summary>
    public async Task<bool> IsClaimedAsync(CancellationToken cancellationToken) =>
        await cluster.Manifests.ReadAsync(epoch, cancellationToken).ConfigureAwait(false) is { Manifest.State: FinalManifest.Claimed };

    /// <summary>Has the virtual kubelets stop changing anything.</summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The nodes whose kubelet did not answer; a dead one changes nothing either.</returns>
    public async Task<IReadOnlyList<string>> FreezeAsync(IReadOnlyList<string> nodes, CancellationToken cancellationToken)
    {
        var asked = await cluster.Channel.AskAsync(epoch, ControlRequest.Freeze, cancellationToken).ConfigureAwait(false);
        var words = await Task.WhenAll(nodes.Select(node => cluster.Channel.WaitAsync(
            ControlChannel.Kubelet(node),
            said => said.Answers(asked) && said.Phase == AgentPhase.Frozen,
            FreezeLimit,
            cancellationToken))).ConfigureAwait(false);
        return [.. nodes.Where((_, at) => words[at] is null)];
    }

    /// <summary>Has the keeper close the gate and seal the final snapshot.</summary>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        var asked = await cluster.Channel.AskAsync(epoch, ControlRequest.Suspend, cancellationToken).ConfigureAwait(false);
        var heard = await cluster.Channel.WaitAsync(ControlChannel.Keeper, said => said.Answers(asked), KeeperSilence, cancellationToken).ConfigureAwait(false)
            ?? throw Silent();
        var word = heard.Phase == AgentPhase.Sealed
            ? heard
            : await cluster.Channel.WaitAsync(ControlChannel.Keeper, said => said.Answers(asked) && IsSealed(said), SealLimit, cancellationToken).ConfigureAwait(false) ?? throw Silent();
        if (word.Phase != AgentPhase.Sealed)
            throw new FrankenetesException(ErrorCatalog.SuspendFailed, $"etcd's keeper could not seal the final snapshot: {word.Message}", cluster.Names.Cluster);
    }

    /// <summary>Checks the snapshot against its manifest and claims it.</summary>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        var (manifest, version) = await cluster.Manifests.ReadAsync(epoch, cancellationToken).ConfigureAwait(false)
            ?? throw new FrankenetesException(ErrorCatalog.SnapshotUnverified, "The keeper said Sealed, but there is no final manifest.", cluster.Names.Cluster);
        if (manifest.State != FinalManifest.Sealed || manifest.Epoch != epoch)
            throw new FrankenetesException(ErrorCatalog.ManifestVoided, $"The final manifest is {manifest.State}.", cluster.Names.Cluster);
        await cluster.Manifests.VerifyAsync(manifest, cluster.Names.Id, cancellationToken).ConfigureAwait(false);
        await cluster.Manifests.ClaimAsync(epoch, version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes it all back: the gate opens and the kubelets go on.</summary>
    public Task<ControlState> ThawAsync(CancellationToken cancellationToken) => cluster.Channel.AskAsync(epoch, ControlRequest.Thaw, cancellationToken);

    /// <summary>Waits until the kubelets have heard of it and every pod has its group; one that does not answer is not waited for.</summary>
    public Task ThawedAsync(IReadOnlyList<string> nodes, ControlState asked, CancellationToken cancellationToken) => Task.WhenAll(nodes.Select(node => cluster.Channel.WaitAsync(
        ControlChannel.Kubelet(node), said => said.Answers(asked) && said.Phase == AgentPhase.Running, FreezeLimit, cancellationToken)));

    private bool IsSealed(AgentAcknowledgement said) => said.Phase switch
    {
        AgentPhase.Sealed => true,
        AgentPhase.Failed or AgentPhase.Voided => throw new FrankenetesException(
            ErrorCatalog.SuspendFailed, $"etcd's keeper could not seal the final snapshot: {said.Message}", cluster.Names.Cluster),
        _ => false,
    };

    private FrankenetesException Silent() =>
        new(ErrorCatalog.KeeperSilent, "etcd's keeper did not answer, so nobody can say that nothing is being written.", cluster.Names.Cluster);
}
