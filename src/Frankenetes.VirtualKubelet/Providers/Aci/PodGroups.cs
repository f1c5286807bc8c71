using System.Runtime.CompilerServices;
using Azure;
using Frankenetes.ContainerInstances;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>The container groups of this node's pods.</summary>
internal sealed class PodGroups(IContainerGroups groups, KubeletConfiguration configuration)
{
    private string ResourceGroup => configuration.Azure.ResourceGroup;

    /// <summary>Null when there is none.</summary>
    public Task<ContainerGroupData?> FindAsync(PodKey pod, CancellationToken cancellationToken) =>
        groups.GetAsync(ResourceGroup, Name(pod), cancellationToken);

    /// <summary>Returns when ARM accepted it.</summary>
    public Task CreateAsync(PodKey pod, ContainerGroupData group, CancellationToken cancellationToken) =>
        groups.CreateOrUpdateAsync(ResourceGroup, Name(pod), group, WaitUntil.Started, cancellationToken);

    /// <summary>Returns when ARM accepted it.</summary>
    public Task DeleteAsync(PodKey pod, CancellationToken cancellationToken) =>
        groups.DeleteAsync(ResourceGroup, Name(pod), WaitUntil.Started, cancellationToken);

    public Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken) =>
        groups.GetLogsAsync(ResourceGroup, Name(pod), container, tail, timestamps, cancellationToken);

    /// <summary>By container; see <see cref="IContainerGroups.GetUsageAsync"/>.</summary>
    public Task<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>> GetUsageAsync(PodKey pod, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        groups.GetUsageAsync(ResourceGroup, Name(pod), from, to, cancellationToken);

    /// <summary>Starts a program on a terminal of its own in a running container.</summary>
    public Task<ContainerExecResult> ExecuteAsync(PodKey pod, string container, ContainerExecContent content, CancellationToken cancellationToken) =>
        groups.ExecuteCommandAsync(ResourceGroup, Name(pod), container, content, cancellationToken);

    /// <summary>Joins a container's output.</summary>
    public Task<ContainerExecResult> AttachAsync(PodKey pod, string container, CancellationToken cancellationToken) =>
        groups.AttachAsync(ResourceGroup, Name(pod), container, cancellationToken);

    /// <summary>The pods that groups of this node were made for, with their UIDs.</summary>
    public async Task<List<PodIdentity>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<PodIdentity>();
        await foreach (var group in OursAsync(cancellationToken).ConfigureAwait(false)) found.Add(new PodIdentity(KeyOf(group), group.Tags[GroupTags.PodUid]));
        return found;
    }

    /// <summary>The pods that groups of this node were made for, and whether Azure has done with the making of each, well or badly.</summary>
    public async Task<IReadOnlyDictionary<PodKey, bool>> ProvisionedAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<PodKey, bool>();
        await foreach (var group in OursAsync(cancellationToken).ConfigureAwait(false)) found[KeyOf(group)] = IsProvisioned(group);
        return found;
    }

    /// <summary>Whether Azure has done with the making of it, well or badly.</summary>
    public static bool IsProvisioned(ContainerGroupData? group) => group?.ProvisioningState is "Succeeded" or "Failed";

    /// <summary>How many groups this node has, and how many cores they ask for.</summary>
    public async Task<(long Groups, double Cores)> CountAsync(CancellationToken cancellationToken)
    {
        var (count, cores) = (0L, 0.0);
        await foreach (var group in OursAsync(cancellationToken).ConfigureAwait(false))
        {
            count++;
            // Azure counts whole cores for each group.
            cores += Math.Ceiling(group.Containers.Sum(container => container.Resources?.Requests?.Cpu ?? 0));
        }
        return (count, cores);
    }

    /// <summary>Whether the group is of this cluster and this node, whatever pod it is for.</summary>
    public bool IsOurs(ContainerGroupData group) =>
        Tag(group, GroupTags.ClusterId) == configuration.ClusterId && Tag(group, GroupTags.Node) == configuration.NodeName
        && Tag(group, GroupTags.PodNamespace) is not null && Tag(group, GroupTags.PodName) is not null && Tag(group, GroupTags.PodUid) is not null;

    /// <summary>Whether the group was made for a pod of this name, be it this one or an earlier one.</summary>
    public bool IsFor(ContainerGroupData group, PodKey pod) =>
        IsOurs(group) && KeyOf(group) == pod;

    public static string? Tag(ContainerGroupData group, string name) => group.Tags.TryGetValue(name, out var value) ? value : null;

    public static string Name(PodKey pod) => GroupNames.Of(pod.Namespace, pod.Name);

    private static PodKey KeyOf(ContainerGroupData group) => new(group.Tags[GroupTags.PodNamespace], group.Tags[GroupTags.PodName]);

    private async IAsyncEnumerable<ContainerGroupData> OursAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in groups.ListAsync(ResourceGroup, cancellationToken).ConfigureAwait(false))
            if (IsOurs(group)) yield return group;
    }
}
