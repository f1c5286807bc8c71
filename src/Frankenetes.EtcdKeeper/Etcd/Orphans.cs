using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Etcd;

/// <summary>
/// An etcd whose keeper was killed outlives it where the keeper was not process 1. It is known by its data-dir under ours, and ended
/// before that data is touched.
/// </summary>
internal static class Orphans
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    public static async Task EndAsync(string dataDirectory, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        var mark = "--data-dir=" + dataDirectory.TrimEnd('/') + "/";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var id) || !RunsOn(folder, mark))
                continue;
            logger.LogWarning("An etcd of an earlier keeper still runs (process {Id}) and is ended.", id);
            Kill(id);
            // It is no child of ours to wait for. One that is dead but not reaped yet has no arguments any more, and no files.
            while (RunsOn(folder, mark))
                await Task.Delay(Step, time, cancellation);
        }
    }

    private static bool RunsOn(string folder, string mark) => Arguments(folder).Any(argument => argument.StartsWith(mark, StringComparison.Ordinal));

    private static string[] Arguments(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }
}
