using System.Diagnostics;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>Keeps one pod's processes as its spec wants them: init containers in turn, then the others, started again where the restart policy says so. It decides by what the folder holds.</summary>
internal sealed class ProcessPod(ProcessFolder folder, V1Pod pod, TimeProvider time, Action changed)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private string _told = "";

    /// <summary>Runs until cancelled or until nothing is left to be started.</summary>
    public async Task SuperviseAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!folder.IsEnding) StartWhatIsDue();
            Tell();
            if (folder.Uid is null) return;
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void StartWhatIsDue()
    {
        foreach (var container in pod.Spec.InitContainers ?? [])
        {
            var last = Last(container);
            if (last is { Run.ExitCode: 0 }) continue;
            // It runs, it failed for good, or it is to be run: the others wait.
            if (IsDue(last, restartsOnSuccess: false)) Start(container);
            return;
        }
        foreach (var container in pod.Spec.Containers.Where(container => IsDue(Last(container), pod.Spec.RestartPolicy is null or "Always"))) Start(container);
    }

    private bool IsDue((int Number, ContainerRun? Run)? last, bool restartsOnSuccess)
    {
        if (last is null) return true;
        if (last.Value.Run is not { FinishedAt: { } finished } run) return false;
        if (pod.Spec.RestartPolicy == "Never" || (run.ExitCode == 0 && !restartsOnSuccess)) return false;
        var pause = TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(last.Value.Number, 20)) / 2));
        return time.GetUtcNow() - finished >= pause;
    }

    private (int Number, ContainerRun? Run)? Last(V1Container container) => folder.RunsOf(container.Name) is [.., var run] ? (run.Number, run.Look()) : null;

    private void Start(V1Container container)
    {
        var command = (container.Command ?? []).Concat(container.Args ?? []);
        var line = folder.NextRunOf(container.Name).CommandLine(command).ToList();
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { UseShellExecute = false, WorkingDirectory = container.WorkingDir ?? folder.Path };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var (name, value) in folder.EnvironmentOf(container.Name)) start.Environment[name] = value;
        using var started = Process.Start(start);
        changed();
    }

    private void Tell()
    {
        var now = string.Join(';', (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).Select(container => $"{Last(container)}"));
        if (now == _told) return;
        _told = now;
        changed();
    }
}
