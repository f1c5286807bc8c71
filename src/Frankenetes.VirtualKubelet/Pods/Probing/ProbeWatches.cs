using System.Collections.Concurrent;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods.Probing;

/// <summary>
/// Keeps one watch open for each running container whose probes only the pod itself can tell about, and what they told. A result that changed and a watch that ended make the pod to be looked at.
/// </summary>
/// <param name="source">Who watches; null: the provider's own results count.</param>
/// <param name="events">Told of probes that fail.</param>
/// <param name="look">Asks for a look at a pod.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">One line for a watch that breaks.</param>
internal sealed class ProbeWatches(IProbeWatch? source, PodEvents events, Action<PodKey> look, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Uid, string Container), ProbeWatch> _watches = new();
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Opens what should be open, closes what is over.</summary>
    public void Follow(V1Pod pod, PodInstance instance)
    {
        if (source is null) return;
        foreach (var container in pod.Spec.Containers.Where(IsProbed))
        {
            var place = (pod.Metadata.Uid, container.Name);
            var run = instance.Containers.GetValueOrDefault(container.Name)?.Current;
            if (run is null or { IsOver: true })
            {
                if (_watches.TryRemove(place, out var over)) over.Dispose();
                continue;
            }
            var watch = _watches.AddOrUpdate(place, _ => new ProbeWatch(run.StartedAt), (_, known) => known.Run == run.StartedAt ? known : Replaced(known, run));
            if (watch.MayOpen(time.GetUtcNow())) _ = RunAsync(pod, container, watch);
        }
    }

    /// <summary>What is known of the container's present run; null: nobody watches it.</summary>
    public ProbeResults? Of(string uid, string container) => _watches.TryGetValue((uid, container), out var watch) && !watch.IsRefused ? watch.Results : null;

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        foreach (var place in _watches.Keys.Where(place => place.Uid == uid))
            if (_watches.TryRemove(place, out var watch)) watch.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private static bool IsProbed(V1Container container) => container.StartupProbe is not null || container.ReadinessProbe is not null || container.LivenessProbe is not null;

    private static ProbeWatch Replaced(ProbeWatch known, ContainerRun run)
    {
        known.Dispose();
        return new ProbeWatch(run.StartedAt);
    }

    private async Task RunAsync(V1Pod pod, V1Container container, ProbeWatch watch)
    {
        var key = PodKey.Of(pod);
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, watch.Token);
            await source!.WatchProbesAsync(pod, container, change => Note(pod, container, watch, change), ending.Token).ConfigureAwait(false);
            watch.Close(time.GetUtcNow() + FirstPause);
        }
        catch (ProviderException refused) when (refused.Failure == ProviderFailure.Unsupported)
        {
            watch.Refuse();
        }
        catch (OperationCanceledException)
        {
            return;
        }
        // The border of a watch: whatever ended it, the pod is looked at and it is opened anew.
        catch (Exception broke)
        {
            logger.LogInformation("{Pod}: the probes of {Container} are not told any more: {Reason}", key, container.Name, broke.Message);
            var pause = watch.Fail(FirstPause, LongestPause);
            watch.Close(time.GetUtcNow() + pause);
            await Task.Delay(pause, time).ConfigureAwait(false);
        }
        if (!_ending.IsCancellationRequested) look(key);
    }

    private void Note(V1Pod pod, V1Container container, ProbeWatch watch, ProbeChange change)
    {
        watch.Note(change);
        look(PodKey.Of(pod));
        if (!change.Succeeds) _ = events.WarnAsync(pod, "Unhealthy", $"{change.Kind} probe of {container.Name} failed: {change.Message}", _ending.Token);
    }
}
