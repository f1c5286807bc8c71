using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>What a keeper without surviving data starts on.</summary>
internal abstract record StartPlan
{
    private StartPlan()
    {
    }

    /// <summary>Nothing: the cluster begins.</summary>
    public sealed record Empty : StartPlan;

    /// <summary>Exactly what a claimed manifest says.</summary>
    public sealed record Exact(Manifest Manifest) : StartPlan;

    /// <summary>The newest that the record can give: a full snapshot and the log behind it.</summary>
    public sealed record Dirty(RecordCatalog Catalog) : StartPlan;

    /// <summary>The checkpoint that the configuration names.</summary>
    public sealed record Chosen(RecordCatalog Catalog) : StartPlan;

    /// <exception cref="StartRefusedException">Neither is right.</exception>
    public static StartPlan Decide(KeeperConfiguration configuration, RecordCatalog catalog)
    {
        var newest = NewestServed(catalog);
        if (newest > configuration.Epoch)
            throw Outdated(newest, configuration);
        if (configuration.Restore is not null && !catalog.OpenedEpochs.Contains(configuration.Epoch))
            return new Chosen(catalog);
        return configuration.Start == StartMode.New ? DecideNew(configuration, catalog) : DecideResume(catalog, newest);
    }

    /// <summary>The newest epoch whose store clients may have met; 0 = none.</summary>
    public static int NewestServed(RecordCatalog catalog)
        => catalog.OpenedEpochs.Concat(catalog.Snapshots.Select(snapshot => snapshot.Name.Epoch)).DefaultIfEmpty(0).Max();

    public static StartRefusedException Outdated(int newest, KeeperConfiguration configuration)
        => new($"Epoch {newest} of this cluster has run already; this is epoch {configuration.Epoch}.");

    private static StartPlan DecideNew(KeeperConfiguration configuration, RecordCatalog catalog)
    {
        if (catalog.IsEmpty)
            return new Empty();
        // The container's own volume can be lost while its group lives: that cluster goes on from its snapshots.
        if (catalog.OpenedEpochs.Contains(configuration.Epoch))
            return NewestOrRefuse(catalog);
        throw new StartRefusedException("The record already holds data of this cluster, so it cannot be begun anew: resume it, or remove it first.");
    }

    private static StartPlan DecideResume(RecordCatalog catalog, int newestEpoch)
    {
        var claimed = catalog.Manifests.FirstOrDefault(manifest => manifest.State == ManifestState.Claimed);
        return claimed is not null && claimed.Epoch >= newestEpoch ? new Exact(claimed) : NewestOrRefuse(catalog);
    }

    private static Dirty NewestOrRefuse(RecordCatalog catalog)
        => catalog.Snapshots.Count + catalog.Segments.Count > 0
            ? new Dirty(catalog)
            : throw new StartRefusedException("The record holds no snapshot of this cluster: there is nothing to resume from.");
}
