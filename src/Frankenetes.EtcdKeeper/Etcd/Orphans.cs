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
            if (!int.TryParse(Path.GetFileName(folder), out var id) || Identity(folder) is not { } identity)
                continue;
            if (RunsOn(folder, mark))
            {
                logger.LogWarning("An etcd of an earlier keeper still runs (process {Id}) and is ended.", id);
                Kill(id);
            }
            else if (!IsEnding(folder))
            {
                continue;
            }

            while (Identity(folder) == identity && !IsDead(folder))
                await Task.Delay(Step, time, cancellation);
        }
    }

    private static bool RunsOn(string folder, string mark) =>
        Read(folder, "cmdline").Split('\0').Any(argument => argument.StartsWith(mark, StringComparison.Ordinal));

    // An etcd without arguments is one whose memory is gone: it was told to end, or had nobody left to log to. On what data it ran nobody can say any more.
    private static bool IsEnding(string folder) => Read(folder, "comm") == "etcd\n" && Read(folder, "cmdline").Length == 0;

    // Its start in ticks, for the number alone may be another process's a moment later.
    private static string? Identity(string folder) => Stat(folder).ElementAtOrDefault(19);

    // It is no child of ours to wait for, and may never be reaped. It holds files and ports until its last thread has ended, longer than its arguments can be read.
    private static bool IsDead(string folder) => Stat(folder).FirstOrDefault() is "Z" or "X" && Threads(folder) <= 1;

    // From the state on: the name before it may hold anything.
    private static string[] Stat(string folder)
    {
        var stat = Read(folder, "stat");
        return stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static int Threads(string folder)
    {
        try
        {
            return Directory.GetDirectories(Path.Combine(folder, "task")).Length;
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, file)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
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
