using System.Globalization;
using Azure;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The control plane's container group: made, looked at, deleted.</summary>
internal sealed class ControlPlaneGroup(ClusterHandle cluster)
{
    private const int HopelessRestarts = 6;
    private const int QuotedLines = 5;

    private string ResourceGroup => cluster.Names.ResourceGroup;

    /// <summary>Asks for the group of this epoch. One that is there already stays, unless nothing will become of it.</summary>
    public async Task EnsureAsync(ClusterRecord record, ClusterKeys keys, AgentInShare agent, CancellationToken cancellationToken)
    {
        var there = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (there is not null && IsOf(there, record.Epoch) && !IsHopeless(there))
            return;
        if (there is not null)
            await DeleteAsync(cancellationToken).ConfigureAwait(false);
        var resuming = record.Operation?.Kind == ResumeCluster.Kind;
        if (!resuming)
            await ForgetAsync(cancellationToken).ConfigureAwait(false);
        var plan = CompactPlan.ControlPlane(Input(record, keys, agent, resuming));
        await cluster.Connection.ContainerGroups
            .CreateOrUpdateAsync(ResourceGroup, ClusterNames.ControlPlaneGroup, plan, WaitUntil.Started, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The group as it is; null when there is none.</summary>
    public Task<ContainerGroupData?> ReadAsync(CancellationToken cancellationToken) =>
        cluster.Connection.ContainerGroups.GetAsync(ResourceGroup, ClusterNames.ControlPlaneGroup, cancellationToken);

    /// <summary>Deletes the group and waits until it is gone.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken).ConfigureAwait(false) is not { } there)
            return;
        if (!ClusterTags.AreOf(there.Tags, cluster.Names.Id))
            throw new FrankenetesException(ErrorCatalog.ResourceGroupNotOurs, $"The container group '{ClusterNames.ControlPlaneGroup}' in '{ResourceGroup}' is not this cluster's.", ResourceGroup);
        await cluster.Connection.ContainerGroups.DeleteAsync(ResourceGroup, ClusterNames.ControlPlaneGroup, WaitUntil.Started, cancellationToken).ConfigureAwait(false);
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is not null)
            await Task.Delay(cluster.Connection.Environment.PollInterval, cluster.Options.Time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Refuses to wait any longer for a group that will not come up.</summary>
    /// <exception cref="FrankenetesException">ControlPlaneFailed, with the last words of the container at fault.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var group = await ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, "The control plane's container group is gone.", cluster.Names.Cluster);
        var keeper = await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false);
        if (keeper is { Phase: AgentPhase.Failed } && IsOf(group, keeper.Epoch))
            throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, $"etcd did not start: {keeper.Message}", cluster.Names.Cluster);
        if (IsHopeless(group))
            throw new FrankenetesException(ErrorCatalog.ControlPlaneFailed, $"The control plane did not start. {await DescribeAsync(group, cancellationToken).ConfigureAwait(false)}", cluster.Names.Cluster);
    }

    /// <summary>What is wrong with the group, as far as it can be told.</summary>
    public async Task<string> DescribeAsync(ContainerGroupData? group, CancellationToken cancellationToken)
    {
        if (group is null)
            return "Its container group is gone.";
        var worst = Restarts(group).OrderByDescending(container => container.Count).FirstOrDefault();
        if (worst.Name is null || worst.Count == 0)
            return $"Its container group is in state {group.ProvisioningState}. {LastEvent(group)}".TrimEnd();
        return $"Container '{worst.Name}' was restarted {worst.Count} times; its last words: {await LastWordsAsync(worst.Name, cancellationToken).ConfigureAwait(false)}";
    }

    private ControlPlaneInput Input(ClusterRecord record, ClusterKeys keys, AgentInShare agent, bool resuming) => new()
    {
        Names = cluster.Names,
        Location = record.Location,
        Version = KubernetesVersion.TryParse(record.KubernetesVersion, out var version)
            ? version
            : throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, $"The record names no Kubernetes version but '{record.KubernetesVersion}'.", record.Name),
        EtcdImage = record.EtcdImage,
        Fqdn = record.Fqdn,
        Epoch = record.Epoch,
        Resuming = resuming,
        Keys = keys,
        Leaves = new Leaves(keys, cluster.Options.Time),
        Environment = cluster.Connection.Environment,
        SubscriptionId = cluster.Connection.SubscriptionId,
        NodeCredential = cluster.Connection.NodeCredential,
        AgentAccountKey = agent.AccountKey,
        DataAccountKey = agent.DataAccountKey,
        PodDefaults = record.PodDefaults,
        Taints = record.Taints,
        EtcdContainer = cluster.Account.SharedAddress(RecordAccount.EtcdContainer, AccessPolicies.Name(record.Epoch)),
        ControlContainer = cluster.Account.SharedAddress(RecordAccount.ControlContainer, AccessPolicies.Name(record.Epoch)),
    };

    // A cluster whose making was never finished has nothing worth keeping, and the keeper rightly refuses to begin where something is.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var container = cluster.Account.Container(RecordAccount.EtcdContainer);
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private static bool IsHopeless(ContainerGroupData group) =>
        group.ProvisioningState == "Failed" || Restarts(group).Any(container => container.Count >= HopelessRestarts);

    private static bool IsOf(ContainerGroupData group, int epoch) =>
        group.Tags.TryGetValue(CompactPlan.EpochTag, out var text) && text == epoch.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<(string Name, int Count)> Restarts(ContainerGroupData group) =>
        group.Containers.Select(container => (container.Name, container.InstanceView?.RestartCount ?? 0))
            .Concat((group.InitContainers ?? []).Select(container => (container.Name, container.InstanceView?.RestartCount ?? 0)));

    private static string LastEvent(ContainerGroupData group) => group.InstanceView?.Events?.LastOrDefault()?.Message
        ?? group.Containers.Select(container => container.InstanceView?.Events?.LastOrDefault(e => e.EventType == ContainerEventType.Warning)?.Message).FirstOrDefault(text => text is not null)
        ?? "";

    private async Task<string> LastWordsAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            var log = await cluster.Connection.ContainerGroups.GetLogsAsync(ResourceGroup, ClusterNames.ControlPlaneGroup, container, QuotedLines, false, cancellationToken).ConfigureAwait(false);
            return string.Join(" | ", log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        catch (RequestFailedException none)
        {
            return $"(no log: {none.ErrorCode})";
        }
    }
}
