using System.Collections.Concurrent;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.Ledger.Entries;

namespace Frankenetes.Ledger.Writing;

/// <summary>
/// Writes down the groups that one writer makes, sees and deletes: before each request what it is about to do, so that a writer that dies leaves a trace, and from what it sees what Azure tells of it. What is
/// written twice or late does no harm.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="node">The node whose groups alone this writer sees to; null: whatever it touches.</param>
internal sealed class GroupLedger(LedgerWriter writer, string? node = null)
{
    private readonly ConcurrentDictionary<(string ResourceGroup, string Name), Known> _known = new();
    private readonly ConcurrentDictionary<string, bool> _looked = new(StringComparer.OrdinalIgnoreCase);

    public DateTimeOffset Now => writer.Now;

    /// <summary>Before a group is asked for.</summary>
    public Task CreatingAsync(string resourceGroup, string name, ContainerGroupData group, CancellationToken cancellationToken)
    {
        _known[Key(resourceGroup, name)] = new Known(writer.Now);
        return writer.WriteAsync(Entry(LedgerEvent.Creating, resourceGroup, name).About(group), cancellationToken);
    }

    /// <summary>After Azure has answered that.</summary>
    public void Answered(string resourceGroup, string name, bool accepted)
    {
        if (accepted)
            _known[Key(resourceGroup, name)] = new Known(writer.Now, IsThere: true);
        else
            _known.TryRemove(Key(resourceGroup, name), out _);
        writer.Note(Entry(accepted ? LedgerEvent.Created : LedgerEvent.Refused, resourceGroup, name));
    }

    /// <summary>Before a group is deleted that was there a moment ago.</summary>
    public Task DeletingAsync(string resourceGroup, string name, CancellationToken cancellationToken)
    {
        _known.TryRemove(Key(resourceGroup, name), out _);
        return writer.WriteAsync(Entry(LedgerEvent.Deleting, resourceGroup, name), cancellationToken);
    }

    /// <summary>After Azure has answered that.</summary>
    public Task DeletedAsync(string resourceGroup, string name, CancellationToken cancellationToken) =>
        writer.WriteAsync(Entry(LedgerEvent.Deleted, resourceGroup, name), cancellationToken);

    /// <summary>When somebody has read a group: what is new in it goes into the ledger.</summary>
    /// <param name="resourceGroup">Where.</param>
    /// <param name="name">Which.</param>
    /// <param name="group">With its instance view; null: there is none.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task SawAsync(string resourceGroup, string name, ContainerGroupData? group, CancellationToken cancellationToken)
    {
        var key = Key(resourceGroup, name);
        if (group is null)
        {
            if (_known.TryGetValue(key, out var gone) && gone.IsThere && _known.TryRemove(new(key, gone)))
                await writer.WriteAsync(Entry(LedgerEvent.Absent, resourceGroup, name), cancellationToken).ConfigureAwait(false);
            return;
        }

        if (IsMine(group))
            await SawAsync(key, _known.GetValueOrDefault(key) ?? new Known(writer.Now), group, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>When somebody has listed a resource group. The first list of a process tells what a former one left; later ones, what went without a word.</summary>
    /// <param name="resourceGroup">Which.</param>
    /// <param name="began">When it was asked for: what was made since is not in it.</param>
    /// <param name="groups">All of them.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public async Task LookedAsync(string resourceGroup, DateTimeOffset began, IReadOnlyList<ContainerGroupData> groups, CancellationToken cancellationToken)
    {
        var present = groups.Where(IsMine).Select(group => group.Name!.ToLowerInvariant()).ToHashSet();
        foreach (var (key, known) in _known.Where(one => one.Key.ResourceGroup.Equals(resourceGroup, StringComparison.OrdinalIgnoreCase) && one.Value.IsThere && one.Value.At < began && !present.Contains(one.Key.Name)))
        {
            if (_known.TryRemove(new(key, known)))
                writer.Note(Entry(LedgerEvent.Absent, resourceGroup, key.Name));
        }

        if (_looked.TryAdd(resourceGroup, true))
            await writer.WriteAsync(Look(resourceGroup, began, present), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>When a resource group is known to hold no group of the cluster any more: whatever the ledger still has in it, is over.</summary>
    public Task NothingLeftAsync(string resourceGroup, CancellationToken cancellationToken) =>
        writer.WriteAsync(Look(resourceGroup, writer.Now, new HashSet<string>()), cancellationToken);

    private async Task SawAsync((string ResourceGroup, string Name) key, Known known, ContainerGroupData group, CancellationToken cancellationToken)
    {
        var (start, end) = (GroupTimes.StartOf(group, known.OverAt), GroupTimes.EndOf(group));
        var starts = start is not null && (!known.Started || known.OverAt is not null) && (end is null || start <= end);
        var ends = end is not null && (known.OverAt is null || end > known.OverAt);
        if (!starts && !ends)
            return;
        _known[key] = new Known(writer.Now, IsThere: true, Started: true, OverAt: end);
        var entry = Entry(LedgerEvent.Started, key.ResourceGroup, key.Name).About(group) with { Told = start };
        if (starts && ends)
            writer.Note(entry);
        await writer.WriteAsync(ends ? entry with { What = LedgerEvent.Ended, Told = end } : entry, cancellationToken).ConfigureAwait(false);
    }

    private bool IsMine(ContainerGroupData group) => node is null || LedgerEntry.NodeOf(group) == node;

    private LedgerEntry Entry(LedgerEvent what, string resourceGroup, string name) => new() { At = writer.Now, What = what, ResourceGroup = resourceGroup, Group = name };

    private LedgerEntry Look(string resourceGroup, DateTimeOffset at, IReadOnlySet<string> present) =>
        new() { At = at, What = LedgerEvent.Look, ResourceGroup = resourceGroup, Node = node, Present = [.. present.Order(StringComparer.Ordinal)] };

    // Azure minds no case.
    private static (string ResourceGroup, string Name) Key(string resourceGroup, string name) => (resourceGroup.ToLowerInvariant(), name.ToLowerInvariant());

    /// <param name="At">When this was last known.</param>
    /// <param name="IsThere">Azure has said so.</param>
    /// <param name="Started">Its start is in the ledger.</param>
    /// <param name="OverAt">Its end is in the ledger; null while it runs.</param>
    private sealed record Known(DateTimeOffset At, bool IsThere = false, bool Started = false, DateTimeOffset? OverAt = null);
}
