using Frankenetes.ContainerInstances;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>What the region grants the subscription, and how much of it is used by what is not this node's: the control plane, other clusters, other people's groups.</summary>
internal sealed class AciCapacity(ILocations locations, PodGroups groups, string location)
{
    private const string Cores = "StandardCores";
    private const string Groups = "ContainerGroups";

    public async Task<ProviderCapacity> ReadAsync(CancellationToken cancellationToken)
    {
        var usages = new Dictionary<string, (long? Limit, long Used)>(StringComparer.OrdinalIgnoreCase);
        await foreach (var usage in locations.GetUsagesAsync(location, cancellationToken).ConfigureAwait(false))
            if (usage.Name?.Value is { } name) usages[name] = (usage.Limit, usage.CurrentValue ?? 0);
        var (ownGroups, ownCores) = await groups.CountAsync(cancellationToken).ConfigureAwait(false);
        var (cores, pods) = (usages.GetValueOrDefault(Cores), usages.GetValueOrDefault(Groups));
        // The two answers are not of one moment: never less than nothing.
        return new ProviderCapacity(cores.Limit, Math.Max(0, cores.Used - ownCores), null, pods.Limit, Math.Max(0, pods.Used - ownGroups));
    }
}
