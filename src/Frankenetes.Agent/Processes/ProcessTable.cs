using System.Globalization;

namespace Frankenetes.Agent.Processes;

/// <summary>Reads /proc. Source: proc_pid_stat(5).</summary>
internal static class ProcessTable
{
    /// <summary>Process ids of children that ended and whose status nobody took.</summary>
    public static HashSet<int> ZombieChildrenOf(int parent)
    {
        var found = new HashSet<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            if (ReadStat(folder) is { } stat && IsZombieChild(stat, parent)) found.Add(id);
        }
        return found;
    }

    /// <summary>Whether a line of <c>/proc/PID/stat</c> is that of a zombie with this parent.</summary>
    public static bool IsZombieChild(string stat, int parent)
    {
        // The command's name stands in parentheses and may itself hold spaces and parentheses.
        var rest = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return rest.Length > 1 && rest[0] == "Z" && rest[1] == parent.ToString(CultureInfo.InvariantCulture);
    }

    private static string? ReadStat(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "stat"));
        }
        catch (IOException)
        {
            // It ended between the listing and now.
            return null;
        }
    }
}
