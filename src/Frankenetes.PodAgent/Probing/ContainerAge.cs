using System.Globalization;

namespace Frankenetes.PodAgent.Probing;

/// <summary>How long the container's first process has been running.</summary>
internal static class ContainerAge
{
    // Linux tells times of processes in hundredths of a second on every architecture.
    private const double TicksPerSecond = 100;
    private const int StartTimeField = 19;

    /// <summary>0 where /proc does not tell.</summary>
    public static double Seconds()
    {
        try
        {
            // The name in brackets may hold anything; what follows it does not.
            var fields = File.ReadAllText("/proc/1/stat").Split(") ")[^1].Split(' ');
            var started = double.Parse(fields[StartTimeField], CultureInfo.InvariantCulture) / TicksPerSecond;
            return Math.Max(0, double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture) - started);
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }
}
