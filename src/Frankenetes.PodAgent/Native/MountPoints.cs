namespace Frankenetes.PodAgent.Native;

/// <summary>What is mounted in this container. Source: proc_pid_mountinfo(5).</summary>
internal static class MountPoints
{
    private const int PathField = 4;

    /// <summary>The first that is an existing folder, by whatever links that is reached, or lies below it; null: none.</summary>
    public static string? Within(string folder)
    {
        var real = Escape(LibC.RealPath(folder, 0) ?? folder);
        return File.ReadLines("/proc/self/mountinfo").Select(line => line.Split(' ')[PathField]).FirstOrDefault(point => point == real || point.StartsWith(real + "/", StringComparison.Ordinal));
    }

    // As the kernel does.
    private static string Escape(string path) =>
        path.Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal).Replace("\t", "\\011", StringComparison.Ordinal).Replace("\n", "\\012", StringComparison.Ordinal);
}
