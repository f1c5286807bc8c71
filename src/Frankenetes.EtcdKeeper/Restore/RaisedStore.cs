using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Snapshots;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Makes the cluster's store out of a snapshot whose revisions clients may have met with other content: they are raised above all that anybody can know.</summary>
internal sealed class RaisedStore(KeeperConfiguration configuration, SnapshotStore snapshots, MemberFolders folders, EtcdSupervisor etcd, ILogger logger)
{
    private readonly Etcdutl _etcdutl = new(configuration.Etcd);

    /// <summary>Restores, starts, and stores a full snapshot of the result, from which the log goes on.</summary>
    /// <param name="file">The snapshot.</param>
    /// <param name="reached">Its revision.</param>
    /// <param name="known">The highest revision that the record knows of.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The store, running, its revision, and the full snapshot.</returns>
    /// <exception cref="StartRefusedException">Its revision is not high enough; nothing is left running.</exception>
    public async Task<(MemberFolder Folder, long Revision, FullSnapshot Full)> BeginAsync(string file, long reached, long known, CancellationToken cancellation)
    {
        var folder = folders.Create();
        var launch = new EtcdLaunch(folder.Data, configuration.Etcd.PrivatePort, configuration.Etcd.PeerPort, []);
        try
        {
            // One more: a store that nothing was ever written to calls itself at revision 1, and its snapshot counts from 0.
            await _etcdutl.RestoreAsync(file, launch, known - reached + Etcdutl.DirtyBump + 1, cancellation);
            await etcd.StartAsync(folder.Data, cancellation);
            var revision = await ReadyAsync(known, cancellation);
            return (folder, revision, await snapshots.TakeAsync(etcd.Client, revision, file: null, cancellation));
        }
        catch
        {
            await etcd.StopAsync();
            folder.Delete();
            throw;
        }
    }

    private async Task<long> ReadyAsync(long known, CancellationToken cancellation)
    {
        var revision = await etcd.Client.RevisionAsync(cancellation);
        if (revision < known + Etcdutl.DirtyBump)
            throw new StartRefusedException($"The restored store is at revision {revision}, which clients may have met before.");
        if (await etcd.Client.DisarmSpaceAlarmsAsync(cancellation))
        {
            logger.LogWarning("The store had run out of space; its old history goes.");
            await etcd.Client.ShrinkAsync(revision - 1, cancellation);
            await etcd.Client.DisarmSpaceAlarmsAsync(cancellation);
        }

        return revision;
    }
}
