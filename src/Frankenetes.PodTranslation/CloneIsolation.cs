using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// Keeps a clone's pods away from what is the original's although their specs name it: shares of the original's data account mean this cluster's shares of the same names, and DNS labels are told apart
/// by the clone's own suffix. Whoever had the label first would lose it while it sleeps.
/// </summary>
/// <param name="DnsNameLabelSuffix">Begins with a hyphen.</param>
/// <param name="FormerDataAccounts">Data accounts of the clusters that this one was cloned from.</param>
internal sealed record CloneIsolation(string DnsNameLabelSuffix, IReadOnlyList<string> FormerDataAccounts)
{
    private const int LongestLabel = 63;

    /// <summary>Changes the group.</summary>
    /// <param name="group">As the pod's spec asks for it.</param>
    /// <param name="own">This cluster's data account; null: none, and a volume of a former one is left without its key, so that it cannot be mounted.</param>
    public void Apply(ContainerGroupData group, PodAgentSource? own)
    {
        foreach (var share in (group.Volumes ?? []).Select(volume => volume.AzureFile).OfType<ContainerInstanceAzureFileVolume>())
        {
            if (FormerDataAccounts.Contains(share.StorageAccountName, StringComparer.OrdinalIgnoreCase))
                (share.StorageAccountName, share.StorageAccountKey) = (own?.StorageAccount ?? share.StorageAccountName, own?.StorageAccountKey);
        }

        if (group.IPAddress is { DnsNameLabel: { } label } address)
            address.DnsNameLabel = label[..Math.Min(label.Length, LongestLabel - DnsNameLabelSuffix.Length)].TrimEnd('-') + DnsNameLabelSuffix;
    }
}
