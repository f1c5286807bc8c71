using System.Globalization;
using Azure;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Plans;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>One container group of the cluster's own, by its name: made, looked at, deleted, described.</summary>
internal sealed class OwnGroup(ClusterHandle cluster, string name)
{
    private const int HopelessRestarts = 6;
    private const int QuotedLines = 5;

    private string ResourceGroup => cluster.Names.ResourceGroup;

    private NodeRole Role => new(cluster.Connection, cluster.Options.Time);

    /// <summary>Asks for the group of this epoch. One that is there already stays, unless nothing will become of it.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="agent">The agent that speaks for the group; null: none.</param>
    /// <param name="plan">What to ask for; called when no other group bears the name any longer.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task EnsureAsync(int epoch, string? agent, Func<CancellationToken, Task<ContainerGroupData>> plan, CancellationToken cancellationToken)
    {
        if (await IsUsableAsync(epoch, agent, cancellationToken).ConfigureAwait(false))
            return;
        await DeleteAsync(cancellationToken).ConfigureAwait(false);
        // Even where no group was found: the run that deleted it may have come no further, and a last word of this epoch would be taken for the new group's.
        if (agent is not null)
            await cluster.Channel.ForgetAsync(agent, cancellationToken).ConfigureAwait(false);
        var group = await plan(cancellationToken).ConfigureAwait(false);
        await cluster.Groups.CreateOrUpdateAsync(ResourceGroup, name, group, WaitUntil.Started, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether there is a group of this epoch that may still become something, if its agent has not said that it will not.</summary>
    public async Task<bool> IsUsableAsync(int epoch, string? agent, CancellationToken cancellationToken) =>
        await ReadAsync(cancellationToken).ConfigureAwait(false) is { } there && IsOf(there, epoch) && !IsHopeless(there)
        && (agent is null || !await HasFailedAsync(agent, epoch, cancellationToken).ConfigureAwait(false));

    /// <summary>The group as it is; null when there is none.</summary>
    public Task<ContainerGroupData?> ReadAsync(CancellationToken cancellationToken) =>
        cluster.Groups.GetAsync(ResourceGroup, name, cancellationToken);

    /// <summary>Deletes the group, and what its identity was allowed, and waits until it is gone.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (await ReadAsync(cancellationToken).ConfigureAwait(false) is not { } there)
            return;
        if (!ClusterTags.AreOf(there.Tags, cluster.Names.Id))
            throw new FrankenetesException(ErrorCatalog.ResourceGroupNotOurs, $"The container group '{name}' in '{ResourceGroup}' is not this cluster's.", ResourceGroup);
        if (there.Identity?.PrincipalId is { } principal)
            await Role.RevokeAsync(cluster.Names.PodResourceGroup, principal, cancellationToken).ConfigureAwait(false);
        await cluster.Deletions.RunAsync(
            async stop => await ReadAsync(stop).ConfigureAwait(false) is null ? [] : [name],
            (_, stop) => cluster.Groups.DeleteAsync(ResourceGroup, name, WaitUntil.Started, stop),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the group's own identity make pods' groups. Only groups without a service principal's secret have one, and Azure knows it once the group is asked for.</summary>
    public async Task GrantAsync(CancellationToken cancellationToken)
    {
        if (cluster.Connection.NodeCredential.ClientId is null && (await ReadAsync(cancellationToken).ConfigureAwait(false))?.Identity?.PrincipalId is { } principal)
            await Role.GrantAsync(cluster.Names.PodResourceGroup, principal, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Whether nothing will become of it.</summary>
    public static bool IsHopeless(ContainerGroupData group) =>
        group.ProvisioningState == "Failed" || Restarts(group).Any(container => container.Count >= HopelessRestarts);

    /// <summary>Tells the group with most trouble from others: more is worse.</summary>
    public static int TroubleOf(ContainerGroupData group) => group.ProvisioningState == "Failed" ? HopelessRestarts : Restarts(group).Select(container => container.Count).DefaultIfEmpty().Max();

    /// <summary>Whether it belongs to this start of the control plane.</summary>
    public static bool IsOf(ContainerGroupData group, int epoch) =>
        group.Tags.TryGetValue(ClusterTags.Epoch, out var text) && text == epoch.ToString(CultureInfo.InvariantCulture);

    // An agent that refused its start would stay so for ever; what it stumbled over may be mended by now.
    private async Task<bool> HasFailedAsync(string agent, int epoch, CancellationToken cancellationToken) =>
        await cluster.Channel.ReadAsync(agent, cancellationToken).ConfigureAwait(false) is { Phase: AgentPhase.Failed } word && word.Epoch == epoch;

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
            var log = await cluster.Groups.GetLogsAsync(ResourceGroup, name, container, QuotedLines, false, cancellationToken).ConfigureAwait(false);
            return string.Join(" | ", log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        catch (RequestFailedException none)
        {
            return $"(no log: {none.ErrorCode})";
        }
    }
}
