using System.Globalization;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>
/// Brings a store back whose epoch did not end with a suspend: a full snapshot, every recorded revision behind it, and then revisions raised above
/// any that a client can have met.
/// </summary>
internal sealed class DirtyRestorer(
    KeeperConfiguration configuration, BlobStore blobs, MemberFolders folders, ReplayStore replays, RaisedStore raised, TimeProvider time, ILogger logger)
{
    /// <returns>The store, running, with the full snapshot from which its log goes on.</returns>
    /// <exception cref="StartRefusedException">What is there does not give the whole store; nothing is left running.</exception>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task<StartOutcome> RestoreAsync(RecordCatalog catalog, CancellationToken cancellation)
    {
        var chain = await LogChain.LoadAsync(blobs, catalog.Segments, cancellation);
        var known = Known(catalog, chain);
        List<string> damage = [.. new[] { chain.Damage }.OfType<string>()];
        foreach (var candidate in DirtyCandidate.From(catalog.Snapshots, chain))
        {
            var trial = folders.CreateTrial();
            try
            {
                var result = await replays.RunAsync(candidate, trial, cancellation);
                if (result.Damage is { } found)
                    damage.Add(found);
                if ((result.Damage ?? chain.Damage) is not null || result.Revision < known)
                    DemandConsent(candidate, result, known, damage);
                return await BeginAsync(candidate, result, trial, Math.Max(known, result.Revision), damage, cancellation);
            }
            catch (SnapshotDamagedException e)
            {
                logger.LogError("'{Candidate}' cannot be used: {Reason}.", candidate, e.Message);
                damage.Add($"'{candidate}': {e.Message}");
            }
            finally
            {
                trial.Delete();
            }
        }

        throw new StartRefusedException($"The cluster cannot be resumed from what the record holds: {string.Join("; ", damage.DefaultIfEmpty("its log does not begin with a snapshot that is there"))}.");
    }

    /// <summary>The highest revision that the record says there was in the newest epoch.</summary>
    private static long Known(RecordCatalog catalog, LogChain chain)
    {
        var epoch = Math.Max(chain.Epoch, catalog.Snapshots.Count > 0 ? catalog.Snapshots[0].Name.Epoch : 0);
        return catalog.Snapshots.Where(snapshot => snapshot.Name.Epoch == epoch).Select(snapshot => snapshot.Name.Revision)
            .Append(chain.Epoch == epoch ? chain.Known : 0).Max();
    }

    private void DemandConsent(DirtyCandidate candidate, ReplayResult result, long known, List<string> damage)
    {
        var what = string.Create(
            CultureInfo.InvariantCulture,
            $"from '{candidate}' the record gives the store up to revision {result.Revision}, and it reached {known} at least ({string.Join("; ", damage.DefaultIfEmpty("what is between is missing"))})");
        if (!configuration.AcceptLoss)
            throw new StartRefusedException($"The cluster cannot be resumed from the record without loss: {what}. It is resumed all the same where acceptLoss is set.");
        logger.LogError("As it was asked for, the cluster starts with a loss: {What}.", what);
    }

    private async Task<StartOutcome> BeginAsync(
        DirtyCandidate candidate, ReplayResult result, MemberFolder trial, long known, List<string> damage, CancellationToken cancellation)
    {
        var (folder, revision, full) = await raised.BeginAsync(trial.Snapshot, result.Revision, known, cancellation);
        logger.LogWarning(
            "The store is back from '{Candidate}' and {Replayed} revisions of the log, at revision {Revision} (it was {Was}).", candidate, result.Replayed, revision, result.Revision);
        return new StartOutcome(folder, Sealed: null, LogOrigin.Of(full, revision), Report(candidate, result, known, damage));
    }

    private StartReport Report(DirtyCandidate candidate, ReplayResult result, long known, List<string> damage)
    {
        var at = result.LastAt ?? candidate.Snapshot?.Name.At;
        var complete = result.EndsInOrder && damage.Count == 0 && result.Revision >= known;
        var loss = complete
            ? "its keeper had ended in order, so nothing is lost"
            : string.Create(CultureInfo.InvariantCulture, $"what was written after {at ?? time.GetUtcNow():O} (revision {result.Revision}) is lost, as far as anything was");
        var found = damage.Concat(new[] { result.Torn }.OfType<string>()).Distinct().ToList();
        return new StartReport
        {
            Exact = false,
            Revision = result.Revision,
            LastAt = at,
            Complete = complete,
            Remark = $"Dirty resume: no suspend ended before this start; {loss}." + (found.Count > 0 ? $" Found: {string.Join("; ", found)}." : ""),
        };
    }
}
