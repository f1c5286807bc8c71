using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Brings up the right store behind the closed gate.</summary>
internal sealed class Starter(
    KeeperConfiguration configuration, BlobStore blobs, ManifestStore manifests, MemberFolders folders, Restorer restorer, DirtyRestorer dirtyRestorer,
    CheckpointRestorer checkpointRestorer, LogOwnership ownership, LogTail tail, EtcdSupervisor etcd, TimeProvider time, ILogger logger)
{
    /// <summary>How long surviving data waits to be compared with storage before it is served without.</summary>
    private static readonly TimeSpan ComparePatience = TimeSpan.FromSeconds(3);

    private bool _setAside;

    /// <summary>Waits for storage as long as it is away, except where the data survived.</summary>
    /// <exception cref="StartRefusedException">There is nothing right to start on.</exception>
    /// <exception cref="EtcdException">etcd does not start.</exception>
    public async Task<StartOutcome> StartAsync(CancellationToken cancellation)
    {
        await Orphans.EndAsync(configuration.Etcd.DataDirectory, time, logger, cancellation);
        folders.DeleteUnserved();
        if (folders.FindSurvivor() is { } survivor && await StartSurvivorAsync(survivor, cancellation) is { } survived)
            return survived;

        var pause = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        while (true)
        {
            try
            {
                return configuration.Start == StartMode.New && !_setAside ? await StartNewAsync(cancellation) : await StartPlannedAsync(await PlanAsync(cancellation), cancellation);
            }
            catch (StorageException e)
            {
                logger.LogWarning("The start waits for storage: {Reason}", e.Message);
                folders.DeleteUnserved();
            }

            await Task.Delay(pause.Next(), time, cancellation);
        }
    }

    /// <summary>Null where storage knows more than the data, which is set aside then.</summary>
    private async Task<StartOutcome?> StartSurvivorAsync(MemberFolder survivor, CancellationToken cancellation)
    {
        logger.LogInformation("The data of this epoch is still there.");
        await etcd.StartAsync(survivor.Data, cancellation);
        try
        {
            await CompareAsync(survivor, cancellation);
            return new StartOutcome(survivor, MemberFolders.ReadSealMark(survivor), Origin: null, Report: null);
        }
        catch (HistoryLostException e)
        {
            await etcd.StopAsync();
            logger.LogError("The data that survived is set aside in '{Folder}': {Reason}.", folders.SetAside(survivor), e.Message);
            _setAside = true;
            return null;
        }
        catch
        {
            await etcd.StopAsync();
            throw;
        }
    }

    /// <summary>Storage that is away speaks against nothing: the log does the same once it is back.</summary>
    private async Task CompareAsync(MemberFolder survivor, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ComparePatience);
        try
        {
            var catalog = await RecordCatalog.LoadAsync(blobs, manifests, configuration.ClusterId, patience.Token);
            if (StartPlan.NewestServed(catalog) is var newest && newest > configuration.Epoch)
                throw StartPlan.Outdated(newest, configuration);
            var revision = await etcd.Client.RevisionAsync(patience.Token);
            await tail.FindOriginAsync(Path.GetFileName(survivor.Path), revision, patience.Token);
        }
        catch (LogFencedException e)
        {
            throw new StartRefusedException($"The data of this container is not the cluster's any more: {e.Message}.", e);
        }
        catch (Exception e) when (e is StorageException or SnapshotDamagedException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            logger.LogWarning("The data is served without a comparison: {Reason}", e.Message);
        }
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
                return new StartOutcome(folder, Sealed: null, LogOrigin.Empty, Report: null);
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
            // Whoever wrote the log before must have stopped when it is read.
            await ownership.TakeOverAsync(cancellation);
            var catalog = await RecordCatalog.LoadAsync(blobs, manifests, configuration.ClusterId, cancellation);
            await TakeBackOwnAsync(catalog, cancellation);
            return StartPlan.Decide(configuration, catalog);
        }
        catch (SnapshotDamagedException e)
        {
            throw new StartRefusedException($"The record is damaged: {e.Message}.", e);
        }
        catch (LogFencedException e)
        {
            throw new StartRefusedException($"The cluster is not this keeper's to start: {e.Message}.", e);
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
        if (plan is StartPlan.Chosen && configuration.Restore?.ClusterId != configuration.ClusterId)
            await ForeignTraces.ForgetAsync(etcd.Client, cancellation);
        return outcome;
    }

    private async Task<StartOutcome> RestoreAsync(StartPlan plan, CancellationToken cancellation) => plan switch
    {
        StartPlan.Exact { Manifest: var manifest } => new StartOutcome(
            await restorer.RestoreExactAsync(manifest, cancellation),
            Sealed: null,
            new LogOrigin(manifest.Revision, Previous: null, PreviousHash: null, manifest.Snapshot, manifest.Sha256),
            new StartReport { Exact = true, Revision = manifest.Revision, LastAt = manifest.At, Complete = true }),
        StartPlan.Chosen { Catalog: var catalog } => await checkpointRestorer.RestoreAsync(configuration.Restore!, catalog, cancellation),
        StartPlan.Dirty { Catalog: var catalog } => await dirtyRestorer.RestoreAsync(catalog, cancellation),
        _ => throw new InvalidOperationException($"A resume cannot be {plan}."),
    };

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
