using System.Globalization;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Brings up the right store behind the closed gate.</summary>
internal sealed class Starter(
    KeeperConfiguration configuration, BlobStore blobs, ManifestStore manifests, MemberFolders folders, Restorer restorer,
    EtcdSupervisor etcd, TimeProvider time, ILogger logger)
{
    /// <summary>Waits for storage as long as it is away, except where the data survived.</summary>
    /// <exception cref="StartRefusedException">There is nothing right to start on.</exception>
    /// <exception cref="EtcdException">etcd does not start.</exception>
    public async Task<StartOutcome> StartAsync(CancellationToken cancellation)
    {
        await Orphans.EndAsync(configuration.Etcd.DataDirectory, time, logger, cancellation);
        folders.DeleteUnserved();
        if (folders.FindSurvivor() is { } survivor)
            return await StartSurvivorAsync(survivor, cancellation);

        var pause = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        while (true)
        {
            try
            {
                return configuration.Start == StartMode.New ? await StartNewAsync(cancellation) : await StartPlannedAsync(await PlanAsync(cancellation), cancellation);
            }
            catch (StorageException e)
            {
                logger.LogWarning("The start waits for storage: {Reason}", e.Message);
                folders.DeleteUnserved();
            }

            await Task.Delay(pause.Next(), time, cancellation);
        }
    }

    private async Task<StartOutcome> StartSurvivorAsync(MemberFolder survivor, CancellationToken cancellation)
    {
        logger.LogInformation("The data of this epoch is still there and is served as it is.");
        await etcd.StartAsync(survivor.Data, cancellation);
        return new StartOutcome(survivor, MemberFolders.ReadSealMark(survivor), Survived: true, Remark: null);
    }

    /// <summary>Nearly every New is one: etcd comes up while the record is looked at.</summary>
    private async Task<StartOutcome> StartNewAsync(CancellationToken cancellation)
    {
        var folder = folders.Create();
        var starting = etcd.StartAsync(folder.Data, cancellation);
        try
        {
            var plan = await PlanAsync(cancellation);
            if (plan is StartPlan.Empty)
            {
                await starting;
                return new StartOutcome(folder, Sealed: null, Survived: false, Remark: null);
            }

            await DiscardAsync(starting, folder);
            return await StartPlannedAsync(plan, cancellation);
        }
        catch
        {
            await DiscardAsync(starting, folder);
            throw;
        }
    }

    private async Task<StartPlan> PlanAsync(CancellationToken cancellation)
    {
        try
        {
            var catalog = await RecordCatalog.LoadAsync(blobs, manifests, configuration.ClusterId, cancellation);
            await TakeBackOwnAsync(catalog, cancellation);
            return StartPlan.Decide(configuration, catalog);
        }
        catch (SnapshotDamagedException e)
        {
            throw new StartRefusedException($"The record is damaged: {e.Message}.", e);
        }
    }

    /// <summary>A container that lost its volume while it was sealed: what it sealed must not be claimed once the cluster runs again.</summary>
    private async Task TakeBackOwnAsync(RecordCatalog catalog, CancellationToken cancellation)
    {
        var own = catalog.Manifests.FirstOrDefault(manifest => manifest.Epoch == configuration.Epoch);
        if (own is not null && !await manifests.VoidAsync(own, cancellation))
            throw new StartRefusedException($"Epoch {own.Epoch} of this cluster has been suspended; only a resume starts it again, as a new epoch.");
    }

    private async Task<StartOutcome> StartPlannedAsync(StartPlan plan, CancellationToken cancellation)
    {
        var outcome = await RestoreAsync(plan, cancellation);
        await FormerLeaders.ForgetAsync(etcd.Client, cancellation);
        return outcome;
    }

    private async Task<StartOutcome> RestoreAsync(StartPlan plan, CancellationToken cancellation) => plan switch
    {
        StartPlan.Exact exact => new StartOutcome(await restorer.RestoreExactAsync(exact.Manifest, cancellation), null, Survived: false, null),
        StartPlan.Dirty dirty => new StartOutcome(await restorer.RestoreDirtyAsync(dirty.Snapshot, cancellation), null, Survived: false, Remark(dirty.Snapshot)),
        _ => throw new InvalidOperationException($"A resume cannot be {plan}."),
    };

    private static string Remark(FullSnapshot snapshot) => string.Create(
        CultureInfo.InvariantCulture,
        $"Dirty resume: no suspend ended before this start, so what was written after {snapshot.Name.At:O} (revision {snapshot.Name.Revision}) is lost.");

    private async Task DiscardAsync(Task starting, MemberFolder folder)
    {
        try
        {
            await starting;
        }
        catch (Exception e) when (e is EtcdException or OperationCanceledException)
        {
            // It is being thrown away.
        }

        await etcd.StopAsync();
        if (Directory.Exists(folder.Path))
            folder.Delete();
    }
}
