using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The control plane's container groups, as many as its topology has: made, looked at, deleted.</summary>
internal sealed class ControlPlaneGroups(ClusterHandle cluster, ClusterTopology topology)
{
    private readonly ControlPlaneShape _shape = ControlPlaneShape.Of(topology);

    /// <summary>Asks for the groups of this epoch. Those that are there already stay, unless nothing will become of them, or of the store that they have seen.</summary>
    public async Task EnsureAsync(ClusterRecord record, ClusterKeys keys, AgentInShare agent, bool acceptLoss, CancellationToken cancellationToken)
    {
        var input = PlanInputs.Of(cluster, record, keys, agent) with { AcceptLoss = acceptLoss };
        // Certificates are signed for those that are made.
        var plans = new Lazy<IReadOnlyDictionary<string, ContainerGroupData>>(() => ControlPlaneShape.Plan(input));
        var (store, others) = (Of(_shape.Store), _shape.Groups.Where(name => name != _shape.Store).ToList());
        if (others.Count > 0 && !await store.IsUsableAsync(record.Epoch, ControlChannel.Keeper, cancellationToken).ConfigureAwait(false))
            await DeleteAsync(cancellationToken).ConfigureAwait(false);
        // The store comes last: one that has begun is not to be begun anew because somebody took a name.
        await Task.WhenAll(others.Select(name => Of(name).EnsureAsync(record.Epoch, AgentOf(name), _ => Task.FromResult(plans.Value[name]), cancellationToken))).ConfigureAwait(false);
        await store.EnsureAsync(
            record.Epoch,
            ControlChannel.Keeper,
            async stop =>
            {
                if (!input.Resuming)
                    await ForgetAsync(stop).ConfigureAwait(false);
                return plans.Value[_shape.Store];
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the virtual kubelet make pods' groups.</summary>
    public Task GrantAsync(CancellationToken cancellationToken) => Of(_shape.Kubelet).GrantAsync(cancellationToken);

    /// <summary>The API server's address; null where it has none yet.</summary>
    public async Task<string?> AddressAsync(CancellationToken cancellationToken) =>
        (await Of(_shape.Server).ReadAsync(cancellationToken).ConfigureAwait(false))?.IPAddress?.IP;

    /// <summary>Whether there is a virtual kubelet that could be told anything.</summary>
    public async Task<bool> HasKubeletAsync(CancellationToken cancellationToken) => await Of(_shape.Kubelet).ReadAsync(cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Refuses to ask a keeper that cannot answer.</summary>
    /// <exception cref="FrankenetesException">KeeperGone: the group of etcd and its keeper is gone.</exception>
    public async Task CheckStoreAsync(CancellationToken cancellationToken)
    {
        if (await Of(_shape.Store).ReadAsync(cancellationToken).ConfigureAwait(false) is null)
            throw new FrankenetesException(ErrorCatalog.KeeperGone, $"The container group '{_shape.Store}', in which etcd and its keeper ran, is gone: nothing is left of which a final snapshot could be made.", cluster.Names.Cluster);
    }

    /// <summary>Deletes the groups and waits until they are gone.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => Task.WhenAll(_shape.Groups.Select(name => Of(name).DeleteAsync(cancellationToken)));

    /// <summary>Refuses to wait any longer for groups that will not come up.</summary>
    /// <exception cref="FrankenetesException">ControlPlaneFailed, with the last words of the container at fault.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var there = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (_shape.Groups.FirstOrDefault(name => !there.ContainsKey(name)) is { } gone)
            throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, $"The control plane's container group '{gone}' is gone.", cluster.Names.Cluster);
        var keeper = await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false);
        if (keeper is { Phase: AgentPhase.Failed } && OwnGroup.IsOf(there[_shape.Store], keeper.Epoch))
            throw new FrankenetesException(keeper.Epoch > 1 ? ErrorCatalog.ResumeRefused : ErrorCatalog.ControlPlaneFailed, $"etcd did not start: {keeper.Message}", cluster.Names.Cluster);
        if (there.Values.Any(OwnGroup.IsHopeless))
            throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, $"The control plane did not start. {await DescribeAsync(cancellationToken).ConfigureAwait(false)}", cluster.Names.Cluster);
    }

    /// <summary>What is wrong with each of the groups.</summary>
    public async Task<IEnumerable<FrankenetesClusterFinding>> FindingsAsync(int epoch, CancellationToken cancellationToken)
    {
        var there = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var findings = new List<FrankenetesClusterFinding>();
        foreach (var name in _shape.Groups)
        {
            var group = there.GetValueOrDefault(name);
            var isLost = group is null || OwnGroup.IsHopeless(group) || !OwnGroup.IsOf(group, epoch);
            if (!isLost && OwnGroup.TroubleOf(group!) == 0)
                continue;
            var advice = isLost ? "Suspend-FrankenetesCluster -Force and Resume-FrankenetesCluster start the control plane anew, from what stands in storage." : "It was started again by itself; a container that goes on ending so says why in its log.";
            findings.Add(ClusterExamination.Finding(isLost ? "Error" : "Warning", $"group {name}", await Of(name).DescribeAsync(group, cancellationToken).ConfigureAwait(false), advice));
        }

        return findings;
    }

    /// <summary>What is wrong with the groups, as far as it can be told: of the one with most trouble.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var there = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var worst = _shape.Groups.MaxBy(name => there.TryGetValue(name, out var group) ? OwnGroup.TroubleOf(group) : int.MaxValue)!;
        return await Of(worst).DescribeAsync(there.GetValueOrDefault(worst), cancellationToken).ConfigureAwait(false);
    }

    private OwnGroup Of(string name) => new(cluster, name);

    private async Task<IReadOnlyDictionary<string, ContainerGroupData>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var groups = await Task.WhenAll(_shape.Groups.Select(name => Of(name).ReadAsync(cancellationToken))).ConfigureAwait(false);
        return _shape.Groups.Zip(groups).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!);
    }

    private string? AgentOf(string group) => group == _shape.Kubelet ? ControlChannel.Kubelet(ClusterNames.Node) : group == _shape.Server ? ControlChannel.Witness(topology) : null;

    // A cluster whose making was never finished has nothing worth keeping, and the keeper rightly refuses to begin where something is.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var container = cluster.Account.Container(RecordAccount.EtcdContainer);
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            var client = container.GetBlobClient(blob.Name);
            // The former keeper's log, for as long as nobody takes it over.
            if (blob.Properties.LeaseState == LeaseState.Leased)
                await client.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken).ConfigureAwait(false);
            await client.DeleteIfExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }
}
