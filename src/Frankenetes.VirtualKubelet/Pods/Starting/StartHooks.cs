using System.Collections.Concurrent;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods.Starting;

/// <summary>
/// Calls postStart hooks when containers have started. Until a hook is done its container does not count as started; one that fails ends its container, whose restart policy says what follows.
/// </summary>
/// <param name="source">Who calls; null: nobody can.</param>
/// <param name="events">Told of hooks that fail.</param>
/// <param name="look">Asks for a look at a pod.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">One line for a line that breaks.</param>
internal sealed class StartHooks(IStartHooks? source, PodEvents events, Action<PodKey> look, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    // The line may break while a container comes up; a hook may be called twice by it, which Kubernetes allows.
    private const int Attempts = 5;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<(string Uid, string Container), HookedRun> _runs = new();
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Calls what is to be called.</summary>
    public void Follow(V1Pod pod, PodInstance instance)
    {
        if (source is null) return;
        foreach (var container in pod.Spec.Containers.Where(container => container.Lifecycle?.PostStart is not null))
        {
            var place = (pod.Metadata.Uid, container.Name);
            var run = instance.Containers.GetValueOrDefault(container.Name)?.Current;
            if (run is null or { IsOver: true }) _runs.TryRemove(place, out _);
            else if (!_runs.TryGetValue(place, out var known) || known.StartedAt != run.StartedAt) Begin(pod, container, run);
        }
    }

    /// <summary>The container runs and its hook is not done, or has failed.</summary>
    public bool IsPending(string uid, string container) => _runs.TryGetValue((uid, container), out var run) && !run.IsDone;

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        foreach (var place in _runs.Keys.Where(place => place.Uid == uid)) _runs.TryRemove(place, out _);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private void Begin(V1Pod pod, V1Container container, ContainerRun run)
    {
        var hooked = _runs[(pod.Metadata.Uid, container.Name)] = new HookedRun(run.StartedAt) { IsDone = WasTold(pod, container, run) };
        if (!hooked.IsDone) _ = RunAsync(pod, container, hooked, _ending.Token);
    }

    // A kubelet before this one called it: it said that the container has started.
    private static bool WasTold(V1Pod pod, V1Container container, ContainerRun run) =>
        pod.Status?.ContainerStatuses?.FirstOrDefault(status => status.Name == container.Name) is { Started: true, State.Running.StartedAt: { } told }
        && run.StartedAt is { } started && Math.Abs((started.UtcDateTime - told.ToUniversalTime()).TotalSeconds) < 1;

    private async Task RunAsync(V1Pod pod, V1Container container, HookedRun run, CancellationToken cancellationToken)
    {
        try
        {
            if (await CallAsync(pod, container, run, cancellationToken).ConfigureAwait(false) is { } failure)
            {
                await events.WarnAsync(pod, "FailedPostStartHook", $"PostStartHook of {container.Name} failed: {failure}", cancellationToken).ConfigureAwait(false);
                await source!.EndAsync(pod, container, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                run.IsDone = true;
            }
            look(PodKey.Of(pod));
        }
        catch (OperationCanceledException)
        {
            // This process ends; the next one asks what was told.
        }
        // The border of one hook.
        catch (Exception failed)
        {
            logger.LogWarning("{Pod}: the postStart hook of {Container} could not be seen through: {Reason}", PodKey.Of(pod), container.Name, failed.Message);
            _runs.TryRemove(new((pod.Metadata.Uid, container.Name), run));
            look(PodKey.Of(pod));
        }
    }

    private async Task<string?> CallAsync(V1Pod pod, V1Container container, HookedRun run, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await source!.CallAsync(pod, container, cancellationToken).ConfigureAwait(false);
            }
            catch (ProviderException broke)
            {
                if (!IsPresent(pod, container, run)) return null;
                if (attempt == Attempts) return broke.Message;
                await Task.Delay(_pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private bool IsPresent(V1Pod pod, V1Container container, HookedRun run) => _runs.TryGetValue((pod.Metadata.Uid, container.Name), out var present) && ReferenceEquals(present, run);

    /// <summary>One run of a container.</summary>
    private sealed class HookedRun(DateTimeOffset? startedAt)
    {
        private volatile bool _done;

        public DateTimeOffset? StartedAt { get; } = startedAt;

        public bool IsDone
        {
            get => _done;
            set => _done = value;
        }
    }
}
