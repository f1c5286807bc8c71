using Frankenetes.Ledger.Entries;

namespace Frankenetes.Ledger.Lives;

/// <summary>
/// Makes lives of entries. Writers die between what they do and what they write, entries come twice and from clocks of their own; so each entry is evidence, and what a later one says counts.
/// </summary>
internal static class LifeBook
{
    /// <summary>The lives, in order of their beginning.</summary>
    /// <param name="entries">With their epochs; each writer's in its own order.</param>
    public static IReadOnlyList<GroupLife> Read(IEnumerable<(int Epoch, LedgerEntry Entry)> entries)
    {
        var pages = new Dictionary<string, LifePage>(StringComparer.OrdinalIgnoreCase);
        // An epoch's entries precede the next one's whatever the clocks say.
        foreach (var (_, entry) in entries.OrderBy(one => one.Epoch).ThenBy(one => one.Entry.At))
        {
            if (entry.What == LedgerEvent.Look)
            {
                foreach (var page in pages.Values.Where(page => page.IsMissingIn(entry)))
                    page.Lose(entry.At);
            }
            else if (entry.Group is { } group)
            {
                var key = $"{entry.ResourceGroup}/{group}";
                if (!pages.TryGetValue(key, out var page))
                    pages[key] = page = new LifePage();
                page.Add(entry);
            }
        }

        return [.. pages.Values.SelectMany(page => page.Lives()).OrderBy(life => life.Begin)];
    }
}
