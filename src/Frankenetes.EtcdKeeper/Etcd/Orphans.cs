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
    public static void End(string dataDirectory, ILogger logger)
    {
        var mark = "--data-dir=" + dataDirectory.TrimEnd('/') + "/";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && Arguments(folder).Any(argument => argument.StartsWith(mark, StringComparison.Ordinal)))
                End(id, logger);
        }
    }

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

    private static void End(int id, ILogger logger)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            logger.LogWarning("An etcd of an earlier keeper still runs (process {Id}) and is ended.", id);
            process.Kill();
            process.WaitForExit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // It ended meanwhile.
        }
    }
}
