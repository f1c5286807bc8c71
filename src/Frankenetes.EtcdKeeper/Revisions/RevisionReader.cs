using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Etcd.Protos;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Reads etcd's revisions into the queue, each one exactly once and none left out.</summary>
internal sealed class RevisionReader(EtcdClient etcd, RevisionQueue queue, Protection protection, TimeProvider time, ILogger logger)
{
    private const int KnownLeases = 4096;
    private readonly Dictionary<long, long> _leases = [];

    /// <summary>Runs until it is cancelled or cannot go on.</summary>
    /// <param name="from">The first revision wanted.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LogBrokenException">A revision is missing, or was compacted before it could be read.</exception>
    /// <exception cref="HistoryLostException">etcd has fewer revisions than it had.</exception>
    public async Task RunAsync(long from, CancellationToken cancellation)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2));
        var next = from;
        while (true)
        {
            try
            {
                // etcd takes a watch of a revision that it does not have yet and waits: then its next revisions would pass for others.
                if (await etcd.RevisionAsync(cancellation) is var there && there < next - 1)
                    throw new HistoryLostException($"etcd is at revision {there}, though revision {next - 1} was read from it before");
                await foreach (var revision in etcd.Watch.FollowAsync(next, cancellation))
                {
                    if (revision.Revision != next)
                        throw new LogBrokenException($"etcd's watch went from revision {next - 1} to {revision.Revision}");
                    await AddAsync(revision, cancellation);
                    next++;
                    pause.Reset();
                }
            }
            catch (HistoryCompactedException e)
            {
                throw new LogBrokenException($"revision {next} cannot be read any more: {e.Message}");
            }
            catch (EtcdException e)
            {
                logger.LogInformation("The log waits for etcd: {Reason}", e.Message);
            }

            await Task.Delay(pause.Next(), time, cancellation);
        }
    }

    private async Task AddAsync(RevisionEvents revision, CancellationToken cancellation)
    {
        protection.Saw(revision.Revision);
        var record = new RevisionRecord { Revision = revision.Revision, AtUnixMilliseconds = time.GetUtcNow().ToUnixTimeMilliseconds() };
        record.Events.AddRange(revision.Events);
        foreach (var lease in revision.Events.Select(change => change.Kv.Lease).Where(lease => lease != 0).Distinct())
            record.Leases.Add(new LeaseRecord { Id = lease, Seconds = await SecondsAsync(lease, cancellation) });
        await queue.AddAsync(new PendingRevision(record, record.CalculateSize(), time.GetTimestamp(), !HeartbeatKeys.AreAll(revision)), cancellation);
    }

    private async Task<long> SecondsAsync(long lease, CancellationToken cancellation)
    {
        if (_leases.TryGetValue(lease, out var seconds))
            return seconds;
        if (_leases.Count >= KnownLeases)
            _leases.Clear();
        return _leases[lease] = await etcd.Leases.GrantedSecondsAsync(lease, cancellation);
    }
}
