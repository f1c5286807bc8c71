using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The control plane's container group: made, looked at, deleted.</summary>
internal sealed class ControlPlaneGroup(ClusterHandle cluster)
{
    private readonly OwnGroup _group = new(cluster, ClusterNames.ControlPlaneGroup);

    /// <summary>Asks for the group of this epoch. One that is there already stays, unless nothing will become of it.</summary>
    public Task EnsureAsync(ClusterRecord record, ClusterKeys keys, AgentInShare agent, bool acceptLoss, CancellationToken cancellationToken) => _group.EnsureAsync(
        record.Epoch,
        ControlChannel.Keeper,
        async stop =>
        {
            var input = PlanInputs.Of(cluster, record, keys, agent) with { AcceptLoss = acceptLoss };
            if (!input.Resuming)
                await ForgetAsync(stop).ConfigureAwait(false);
            return CompactPlan.ControlPlane(input);
        },
        cancellationToken);

    /// <summary>Lets its virtual kubelet make pods' groups.</summary>
    public Task GrantAsync(CancellationToken cancellationToken) => _group.GrantAsync(cancellationToken);

    /// <summary>The group as it is; null when there is none.</summary>
    public Task<ContainerGroupData?> ReadAsync(CancellationToken cancellationToken) => _group.ReadAsync(cancellationToken);

    /// <summary>Deletes the group and waits until it is gone.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) => _group.DeleteAsync(cancellationToken);

    /// <summary>Refuses to wait any longer for a group that will not come up.</summary>
    /// <exception cref="FrankenetesException">ControlPlaneFailed, with the last words of the container at fault.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var group = await ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, "The control plane's container group is gone.", cluster.Names.Cluster);
        var keeper = await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false);
        if (keeper is { Phase: AgentPhase.Failed } && OwnGroup.IsOf(group, keeper.Epoch))
            throw new FrankenetesException(keeper.Epoch > 1 ? ErrorCatalog.ResumeRefused : ErrorCatalog.ControlPlaneFailed, $"etcd did not start: {keeper.Message}", cluster.Names.Cluster);
        if (OwnGroup.IsHopeless(group))
            throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, $"The control plane did not start. {await DescribeAsync(group, cancellationToken).ConfigureAwait(false)}", cluster.Names.Cluster);
    }

    /// <summary>What is wrong with the group, as far as it can be told.</summary>
    public Task<string> DescribeAsync(ContainerGroupData? group, CancellationToken cancellationToken) => _group.DescribeAsync(group, cancellationToken);

    // A cluster whose making was never finished has nothing worth keeping, and the keeper rightly refuses to begin where something is.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var container = cluster.Account.Container(RecordAccount.EtcdContainer);
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
