using Azure;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Entries;
using Frankenetes.Ledger.Lives;
using Frankenetes.Ledger.Writing;

namespace Frankenetes.Clusters.Costs;

/// <summary>The lives of a cluster's groups: what its ledger tells, and for those that are said to go on, what Azure says now. Writes nothing.</summary>
internal sealed class ClusterLives(ClusterHandle cluster)
{
    // What is seen now comes after whatever was written.
    private const int Now = int.MaxValue;
    private const int LooksAtOnce = 8;

    /// <summary>The lives up to now, with when the ledger begins; null where the cluster has no ledger.</summary>
    public async Task<(IReadOnlyList<GroupLife> Lives, DateTimeOffset? Since)?> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(int Epoch, LedgerEntry Entry)> entries;
        try
        {
            entries = await LedgerAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException none) when (none.Status == 404)
        {
            return null;
        }

        var since = entries.Count == 0 ? (DateTimeOffset?)null : entries.Min(one => one.Entry.At);
        foreach (var resourceGroup in new[] { cluster.Names.ResourceGroup, cluster.Names.PodResourceGroup })
            await LookAsync(entries, resourceGroup, now, cancellationToken).ConfigureAwait(false);
        return (LifeBook.Read(entries), since);
    }

    private async Task<List<(int Epoch, LedgerEntry Entry)>> LedgerAsync(CancellationToken cancellationToken)
    {
        var container = cluster.Account.Container(RecordAccount.LedgerContainer);
        var entries = new List<(int, LedgerEntry)>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            var text = await container.GetBlobClient(blob.Name).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            entries.AddRange(LedgerLines.Read(text.Value.Content.ToString()).Select(entry => (LedgerBlobs.EpochOf(blob.Name), entry)));
        }

        return entries;
    }

    private async Task LookAsync(List<(int Epoch, LedgerEntry Entry)> entries, string resourceGroup, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var there = new List<ContainerGroupData>();
        await foreach (var group in cluster.Connection.ContainerGroups.ListAsync(resourceGroup, cancellationToken).ConfigureAwait(false))
        {
            if (ClusterTags.AreOf(group.Tags, cluster.Names.Id))
                there.Add(group);
        }

        entries.Add((Now, new LedgerEntry { At = now, What = LedgerEvent.Look, ResourceGroup = resourceGroup, Present = [.. there.Select(group => group.Name!)] }));
        var known = LifeBook.Read(entries).Where(life => life.End is null && life.IsBeginTold).Select(life => life.Group).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A group that always runs again ends with its deletion alone: of the others Azure alone may know by now that they have.
        var open = there.Where(group => !known.Contains(group.Name!) || group.RestartPolicy is { } policy && policy != ContainerGroupRestartPolicy.Always).Select(group => group.Name!).ToList();
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = LooksAtOnce, CancellationToken = cancellationToken }, async (name, stop) =>
        {
            if (await cluster.Connection.ContainerGroups.GetAsync(resourceGroup, name, stop).ConfigureAwait(false) is { } group)
            {
                lock (entries)
                    entries.AddRange(Told(group, resourceGroup, now).Select(entry => (Now, entry)));
            }
        }).ConfigureAwait(false);
    }

    private static IEnumerable<LedgerEntry> Told(ContainerGroupData group, string resourceGroup, DateTimeOffset now)
    {
        var entry = new LedgerEntry { At = now, What = LedgerEvent.Started, ResourceGroup = resourceGroup, Group = group.Name }.About(group);
        if (GroupTimes.StartOf(group) is { } start)
            yield return entry with { Told = start };
        if (GroupTimes.EndOf(group) is { } end)
            yield return entry with { What = LedgerEvent.Ended, Told = end };
    }
}
