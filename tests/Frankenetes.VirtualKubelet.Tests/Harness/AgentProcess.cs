using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Frankenetes.VirtualKubelet.Configuration;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>The virtual kubelet as it is shipped: the agent's executable, a process of its own. What it costs is read from /proc.</summary>
internal sealed class AgentProcess : IAsyncDisposable
{
    private const double TicksPerSecond = 100;
    private readonly string _folder = Directory.CreateTempSubdirectory("frankenetes-agent-").FullName;
    private readonly StringBuilder _log = new();
    private readonly Process _process;

    public AgentProcess(KubeletConfiguration configuration)
    {
        var file = Path.Combine(_folder, "kubelet.json");
        File.WriteAllText(file, JsonSerializer.Serialize(configuration, KubeletJson.Default.KubeletConfiguration));
        _process = Process.Start(new ProcessStartInfo(Program, ["virtual-kubelet", "--config", file]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Resident memory, in MiB.</summary>
    public double ResidentMiB => StatusKiB("VmRSS:") / 1024;

    /// <summary>The most that was ever resident, in MiB.</summary>
    public double PeakMiB => StatusKiB("VmHWM:") / 1024;

    /// <summary>Processor time used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            // Behind the name, which may hold anything: utime and stime are the 12th and 13th.
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(") ")[^1].Split(' ');
            return TimeSpan.FromSeconds(fields[11..13].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    private static string Program { get; } = Path.GetFullPath(typeof(AgentProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Agent").Value!);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, true);
    }

    private double StatusKiB(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }

    private void Keep(string? line)
    {
        lock (_log) _log.AppendLine(line);
    }
}
