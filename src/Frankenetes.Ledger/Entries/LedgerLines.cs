using System.Text.Json;

namespace Frankenetes.Ledger.Entries;

/// <summary>Entries as lines of JSON.</summary>
internal static class LedgerLines
{
    public static byte[] Write(IReadOnlyList<LedgerEntry> entries)
    {
        using var text = new MemoryStream();
        foreach (var entry in entries)
        {
            text.Write(JsonSerializer.SerializeToUtf8Bytes(entry, LedgerJson.Default.LedgerEntry));
            text.WriteByte((byte)'\n');
        }

        return text.ToArray();
    }

    /// <summary>The entries of a blob, in the order in which they were written. Lines that are none (a newer writer's events) are left out.</summary>
    public static IEnumerable<LedgerEntry> Read(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(line) is { } entry)
                yield return entry;
        }
    }

    private static LedgerEntry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LedgerJson.Default.LedgerEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
