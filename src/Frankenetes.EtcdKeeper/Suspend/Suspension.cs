using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Suspend;

/// <summary>Makes the final, proven snapshot of a store whose gate is closed, and seals it with a manifest.</summary>
internal sealed class Suspension(
    KeeperConfiguration configuration, SnapshotStore snapshots, ManifestStore manifests, MemberFolders folders, EtcdClient etcd,
    TrialRestore trial, TimeProvider time, ILogger logger)
{
    private const int Captures = 5;

    /// <summary>
    /// Seals the store. A client that was cut off has no answer to what was still on its way, so all that was ever acknowledged is in the
    /// store when the first fingerprint is read.
    /// </summary>
    /// <param name="requestId">Goes into the manifest.</param>
    /// <param name="member">The running store.</param>
    /// <param name="giveUp">Takes the suspend back; honoured until the manifest is sent.</param>
    /// <param name="stop">The keeper ends; the gate stays closed and the member's seal mark tells the next one.</param>
    /// <exception cref="SuspendFailedException">It could not be done, and no manifest can be claimed.</exception>
    /// <returns>The manifest as it stands in storage, or null where it was claimed before its writing was known.</returns>
    public async Task<Manifest?> SealAsync(string requestId, MemberFolder member, CancellationToken giveUp, CancellationToken stop)
    {
        var begun = time.GetTimestamp();
        Manifest manifest;
        try
        {
            manifest = await ProveAsync(requestId, giveUp);
            giveUp.ThrowIfCancellationRequested();
            MemberFolders.MarkSealed(member, manifest);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new SuspendFailedException("it was taken back, or took too long", e);
        }
        catch (Exception e) when (e is StorageException or EtcdException or SnapshotDamagedException or IOException)
        {
            throw new SuspendFailedException(e.Message, e);
        }

        logger.LogInformation("The final snapshot '{Name}' is proven after {Elapsed:0.000} s.", manifest.Snapshot, time.GetElapsedTime(begun).TotalSeconds);
        return await WriteAsync(manifest, member, stop);
    }

    /// <summary>Takes a manifest back.</summary>
    /// <returns>False where it was claimed first.</returns>
    public async Task<bool> VoidAsync(Manifest manifest, MemberFolder member, CancellationToken cancellation)
    {
        if (!await manifests.VoidAsync(manifest, cancellation))
            return false;
        MemberFolders.ClearSealMark(member);
        return true;
    }

    private async Task<Manifest> ProveAsync(string requestId, CancellationToken cancellation)
    {
        var folder = folders.CreateTrial();
        try
        {
            var version = etcd.VersionAsync(cancellation);
            var (snapshot, fingerprint) = await CaptureAsync(folder, cancellation);
            await BothAsync(
                token => snapshots.VerifyAsync(snapshot.Blob, new SnapshotDigest(snapshot.Sha256, snapshot.Bytes), file: null, token),
                token => trial.RunAsync(folder, fingerprint, token),
                cancellation);
            return new Manifest
            {
                ClusterId = configuration.ClusterId,
                Epoch = configuration.Epoch,
                RequestId = requestId,
                State = ManifestState.Sealed,
                Snapshot = snapshot.Blob,
                Sha256 = snapshot.Sha256,
                Bytes = snapshot.Bytes,
                Revision = fingerprint.Revision,
                CompactRevision = fingerprint.CompactRevision,
                HashKv = fingerprint.HashKv,
                EtcdVersion = await version,
                At = time.GetUtcNow(),
            };
        }
        finally
        {
            folder.Delete();
        }
    }

    /// <summary>A snapshot between two equal fingerprints. A lease that expires needs no client and may come in between: then once more.</summary>
    private async Task<(FullSnapshot Snapshot, StoreFingerprint Fingerprint)> CaptureAsync(MemberFolder folder, CancellationToken cancellation)
    {
        var before = await etcd.FingerprintAsync(cancellation);
        for (var i = 0; i < Captures; i++)
        {
            var snapshot = await snapshots.TakeAsync(etcd, before.Revision, folder.Snapshot, cancellation);
            var after = await etcd.FingerprintAsync(cancellation);
            if (after == before)
                return (snapshot, after);
            logger.LogInformation("The store went from {Before} to {After} during the snapshot; it is taken again.", before, after);
            before = after;
        }

        throw new SuspendFailedException($"the store did not come to rest in {Captures} snapshots");
    }

    private async Task<Manifest?> WriteAsync(Manifest manifest, MemberFolder member, CancellationToken stop)
    {
        // From here on a claim is possible, so nothing but the keeper's own end may interrupt before it is known what stands in storage.
        string reason;
        try
        {
            if (await manifests.TrySealAsync(manifest, stop))
                return manifest;
            reason = $"another manifest of epoch {manifest.Epoch} stood there";
        }
        catch (Exception e) when (e is StorageException or SnapshotDamagedException)
        {
            reason = e.Message;
        }

        logger.LogWarning("The manifest may or may not be in storage and is taken back: {Reason}", reason);
        return await VoidAsync(manifest, member, stop) ? throw new SuspendFailedException(reason) : null;
    }

    /// <summary>Runs two things at once; the failure of one ends the other, and both have ended on return.</summary>
    private static async Task BothAsync(Func<CancellationToken, Task> one, Func<CancellationToken, Task> other, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var tasks = new[] { one(either.Token), other(either.Token) };
        var first = await Task.WhenAny(tasks);
        if (!first.IsCompletedSuccessfully)
            await either.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first;
        await Task.WhenAll(tasks);
    }
}
