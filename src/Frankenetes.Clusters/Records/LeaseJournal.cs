using System.Collections.Concurrent;
using System.Text.Json;
using Frankenetes.Clusters.Kubeconfigs;

namespace Frankenetes.Clusters.Records;

/// <summary>
/// Remembers on this machine which leases its processes took, so that the lease of one that was killed can be given back at once. Nothing
/// depends on it: without it such a lease runs out by itself.
/// </summary>
/// <param name="folder">A folder of the user's own; made when first needed.</param>
/// <param name="self">This process.</param>
/// <param name="isAlive">Whether a process of this machine lives.</param>
internal sealed class LeaseJournal(string folder, LockHolder self, Func<LockHolder, bool> isAlive)
{
    private readonly ConcurrentDictionary<string, bool> _used = new(StringComparer.Ordinal);

    /// <summary>Notes a lease that is about to be taken.</summary>
    public async Task NoteAsync(Guid cluster, string leaseId, CancellationToken cancellationToken)
    {
        _used[leaseId] = true;
        try
        {
            var entry = JsonSerializer.Serialize(new LeaseEntry(leaseId, self), RecordsJson.Default.LeaseEntry);
            await PrivateFile.WriteAsync(PathOf(cluster, leaseId), entry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The lease is taken all the same.
        }
    }

    /// <summary>Leaves a lease that could not be given back to whoever comes next, this process too.</summary>
    public void Abandon(string leaseId) => _used.TryRemove(leaseId, out _);

    /// <summary>Forgets a lease that was given back or never had.</summary>
    public void Forget(Guid cluster, string leaseId)
    {
        Abandon(leaseId);
        try
        {
            File.Delete(PathOf(cluster, leaseId));
        }
        catch (Exception stuck) when (stuck is IOException or UnauthorizedAccessException)
        {
            // It is harmless: lease ids do not come back.
        }
    }

    /// <summary>The leases of processes that are gone, and those that this one abandoned.</summary>
    public IReadOnlyList<string> Abandoned(Guid cluster)
    {
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, $"{cluster:N}-*.json").Select(Read).OfType<LeaseEntry>()
            .Where(entry => entry.Holder.Machine == self.Machine && !IsUsed(entry)).Select(entry => entry.LeaseId)];
    }

    private bool IsUsed(LeaseEntry entry) => entry.Holder == self ? _used.ContainsKey(entry.LeaseId) : isAlive(entry.Holder);

    private static LeaseEntry? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), RecordsJson.Default.LeaseEntry);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private string PathOf(Guid cluster, string leaseId) => Path.Combine(folder, $"{cluster:N}-{leaseId}.json");
}
