using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Restore;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Suspend;

/// <summary>Restores a snapshot beside the running store and looks whether it comes out the same, as a resume will.</summary>
internal sealed class TrialRestore(KeeperConfiguration configuration, TimeProvider time, ILogger etcdLogger)
{
    private readonly Etcdutl _etcdutl = new(configuration.Etcd);

    /// <summary>Returns when the restored store is the expected one.</summary>
    /// <param name="trial">An empty folder, which holds the snapshot's file.</param>
    /// <param name="expected">The running store's.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SuspendFailedException">It differs.</exception>
    /// <exception cref="EtcdException">It cannot be restored or started.</exception>
    public async Task RunAsync(MemberFolder trial, StoreFingerprint expected, CancellationToken cancellation)
    {
        var found = await FingerprintAsync(trial, cancellation);
        if (found != expected)
            throw new SuspendFailedException($"the snapshot restores to another store: it has {found}; running is {expected}");
    }

    /// <summary>What the store is that the snapshot's file in the folder restores to.</summary>
    /// <exception cref="EtcdException">It cannot be restored or started.</exception>
    public async Task<StoreFingerprint> FingerprintAsync(MemberFolder trial, CancellationToken cancellation)
    {
        var (clientPort, peerPort) = Ports.TakeTwo();
        // What is thrown away in a moment need not survive a power loss.
        var launch = new EtcdLaunch(trial.Data, clientPort, peerPort, ["--unsafe-no-fsync"]);
        await _etcdutl.RestoreAsync(trial.Snapshot, launch, bump: null, cancellation);
        await using var process = EtcdProcess.Start(configuration.Etcd, launch, etcdLogger);
        using var client = new EtcdClient(configuration.Etcd, clientPort, time);
        await client.WaitReadyAsync(process.Exited, cancellation);
        return await client.FingerprintAsync(cancellation);
    }
}
