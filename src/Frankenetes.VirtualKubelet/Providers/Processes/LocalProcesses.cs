using System.Globalization;
using System.Runtime.InteropServices;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>Processes of this machine, as /proc shows them.</summary>
internal static partial class LocalProcesses
{
    public const int Sigkill = 9;
    public const int Sigterm = 15;

    // Linux counts times for programs in hundredths of a second.
    private const double TicksPerSecond = 100;

    /// <summary>Whether the process lives and is the one whose command line names <paramref name="mark"/>: ids are given again.</summary>
    public static bool Lives(int id, string mark)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains(mark, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether any process's command line has <paramref name="mark"/> as a word of its own.</summary>
    public static bool AnyLives(string mark) => Ids().Any(id => Lives(id, mark + '\0'));

    /// <summary>A process that is gone by now is none to complain about.</summary>
    public static void Send(int id, int signal) => _ = Kill(id, signal);

    /// <summary>Processor time and memory of all processes of a session; null: it has none.</summary>
    public static ContainerUsage? UsageOf(int session)
    {
        var found = Ids().Select(StatOf).Where(stat => stat?.Session == session).ToList();
        return found.Count == 0 ? null
            : new ContainerUsage(TimeSpan.FromSeconds(found.Sum(stat => stat!.Value.Ticks) / TicksPerSecond), null, found.Sum(stat => stat!.Value.Pages) * Environment.SystemPageSize);
    }

    private static IEnumerable<int> Ids()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) yield return id;
    }

    // Source: proc(5), /proc/pid/stat; the fields behind the name, which may hold anything but ends with the last parenthesis.
    private static (int Session, long Ticks, long Pages)? StatOf(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return ((int)Number(fields[3]), Number(fields[11]) + Number(fields[12]), Number(fields[21]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);
}
