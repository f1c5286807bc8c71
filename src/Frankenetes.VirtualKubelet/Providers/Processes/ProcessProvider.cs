using System.Collections.Concurrent;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>
/// A pod's containers as processes of this machine: an example of a provider that is whole and small. There is no isolation: images are not looked at, files and network are the machine's, volumes other than
/// service account tokens are refused. What it knows is on disk, so it may be killed anywhere; its processes live on.
/// </summary>
/// <param name="root">The folder with one folder a pod; made where it is absent.</param>
/// <param name="settings">For variables.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcessProvider(string root, TranslationSettings settings, TimeProvider time) : IPodProvider, IContainerSessions, IProbeWatch, IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<PodKey, Lazy<Supervision>> _supervised = new();
    private readonly ProcessProbes _probes = new(time);
    private Action<PodKey> _changed = _ => { };

    public string Scheme => "process";

    public string Backend => "Machine";

    public bool TellsEveryChange => true;

    public string Describe(PodKey pod) => $"processes of {pod}";

    public void Subscribe(Action<PodKey> changed) => _changed = changed;

    public Task CreateAsync(V1Pod pod, PodInputs inputs, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        var folder = FolderOf(key);
        if (folder.Uid is { } uid && uid != pod.Metadata.Uid) throw new ProviderException(ProviderFailure.Occupied, "NameTaken", $"{Describe(key)} are there already and not this pod's");
        if (folder.Uid is null) folder.Create(pod, ProcessEnvironment.Of(pod, inputs, settings));
        Supervise(key, folder, pod);
        return Task.CompletedTask;
    }

    // Labels and annotations mean nothing to a process.
    public Task UpdateAsync(V1Pod pod, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<bool> TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        var folder = FolderOf(PodKey.Of(pod));
        if (folder.Uid != pod.Metadata.Uid) return false;
        folder.MarkEnding();
        foreach (var run in RunsOf(folder, pod)) run.Terminate();
        for (var end = time.GetUtcNow() + grace; RunsOf(folder, pod).Any(run => run.Look() is { IsOver: false }) && time.GetUtcNow() < end;)
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        foreach (var run in RunsOf(folder, pod)) run.Kill();
        return true;
    }

    public async Task DeleteAsync(PodKey pod, string uid, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pod);
        if (folder.Uid != uid) return;
        folder.MarkEnding();
        if (_supervised.TryRemove(pod, out var supervision)) await supervision.Value.DisposeAsync().ConfigureAwait(false);
        // One that was started just now says who it is a moment later, and one that is killed may still put a file into the folder.
        while (RunsOf(folder, folder.Pod!).Where(run => run.Kill()).ToList() is [_, ..]) await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        folder.Delete();
        _changed(pod);
    }

    public Task<PodInstance?> FindAsync(PodKey pod, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pod);
        if (folder.Uid is null || folder.Pod is not { } made) return Task.FromResult<PodInstance?>(null);
        // Of an earlier life of this process, perhaps.
        Supervise(pod, folder, made);
        return Task.FromResult<PodInstance?>(ProcessInstances.Of(folder, made));
    }

    public Task<IReadOnlyList<PodIdentity>> ListAsync(CancellationToken cancellationToken)
    {
        var folders = Directory.Exists(root) ? Directory.GetDirectories(root).Select(path => new ProcessFolder(path)) : [];
        return Task.FromResult<IReadOnlyList<PodIdentity>>([.. folders.Where(folder => folder.Uid is not null).Select(folder => new PodIdentity(PodKey.Of(folder.Pod!), folder.Uid!))]);
    }

    public Task<string> GetLogsAsync(PodKey pod, string container, int? tail, bool timestamps, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pod);
        if (folder.Pod?.Spec is not { } spec || !(spec.InitContainers ?? []).Concat(spec.Containers).Any(known => known.Name == container))
            throw new ProviderException(ProviderFailure.Absent, "NotFound", $"there is no container {container} in {Describe(pod)}");
        return Task.FromResult(LogText.Cut(folder.RunsOf(container) is [.., var last] ? last.Log : "", tail, timestamps));
    }

    public Task<PodUsage?> GetUsageAsync(PodKey pod, CancellationToken cancellationToken)
    {
        var folder = FolderOf(pod);
        if (folder.Pod is not { } made) return Task.FromResult<PodUsage?>(null);
        var used = made.Spec.Containers.Select(container => (container.Name, Usage: folder.RunsOf(container.Name) is [.., var last] ? last.Usage() : null)).Where(pair => pair.Usage is not null);
        return Task.FromResult<PodUsage?>(new PodUsage(time.GetUtcNow(), used.ToDictionary(pair => pair.Name, pair => pair.Usage!)));
    }

    public Task<ProviderCapacity?> GetCapacityAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ProviderCapacity?>(new ProviderCapacity(Environment.ProcessorCount, null, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, null, null));

    public Task<int> ExecAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken)
    {
        _ = RunningOf(pod, container);
        return ProcessSessions.ExecAsync(FolderOf(pod).EnvironmentOf(container), request, streams, cancellationToken);
    }

    public Task AttachAsync(PodKey pod, string container, ExecRequest request, SessionStreams streams, CancellationToken cancellationToken) =>
        ProcessSessions.AttachAsync(RunningOf(pod, container), streams, cancellationToken);

    public Task ForwardAsync(PodKey pod, int port, Stream connection, CancellationToken cancellationToken) => ProcessSessions.ForwardAsync(port, connection, cancellationToken);

    public Task WatchProbesAsync(V1Pod pod, V1Container container, Action<ProbeChange> changed, CancellationToken cancellationToken) =>
        _probes.WatchAsync(FolderOf(PodKey.Of(pod)), pod, container, changed, cancellationToken);

    /// <summary>Nothing is started any more; what runs stays.</summary>
    public void Dispose()
    {
        _probes.Dispose();
        foreach (var pod in _supervised.Keys)
            if (_supervised.TryRemove(pod, out var supervision)) _ = supervision.Value.DisposeAsync().AsTask();
    }

    private static IEnumerable<ProcessRun> RunsOf(ProcessFolder folder, V1Pod pod) =>
        (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).SelectMany(container => folder.RunsOf(container.Name));

    private ProcessRun RunningOf(PodKey pod, string container) =>
        FolderOf(pod).RunsOf(container) is [.., var run] && run.Look() is { IsOver: false } ? run : throw new SessionException($"container {container} of {Describe(pod)} does not run");

    // Neither name can hold an underscore, so no two pods share a folder.
    private ProcessFolder FolderOf(PodKey pod) => new(Path.Combine(root, $"{pod.Namespace}_{pod.Name}"));

    private void Supervise(PodKey key, ProcessFolder folder, V1Pod pod) =>
        _ = _supervised.GetOrAdd(key, _ => new Lazy<Supervision>(() => new Supervision(new ProcessPod(folder, pod, time, () => _changed(key))))).Value;

    /// <summary>Begins at once.</summary>
    private sealed class Supervision : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _running;

        public Supervision(ProcessPod pod) => _running = Task.Run(() => pod.SuperviseAsync(_end.Token), CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _end.Dispose();
        }
    }
}
