using System.Collections.Concurrent;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Ends pods' containers with their grace period, beside the work queue: a grace period must not hold a worker.</summary>
internal sealed class PodTerminations(IPodProvider provider, LookPace pace, Action<PodKey> look, TimeProvider time, ILogger logger)
{
    // What is left where the kubelet comes to it late: enough for a signal to be sent.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(2);

    // How far a backend's word of a container that has just ended may be behind.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Task> _under = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _endedEarly = new();
    private CancellationToken _ending;

    /// <summary>Ends everything under way when this is cancelled.</summary>
    public void EndWith(CancellationToken cancellationToken) => _ending = cancellationToken;

    /// <summary>
    /// Begins it, once for each UID, for a pod whose containers were seen to run. Null when it is over: the grace is, or all have ended long enough ago that the backend would say so. Else when to look again:
    /// containers that have ended have exit codes to tell.
    /// </summary>
    public TimeSpan? Left(V1Pod pod, TimeSpan grace, PodMemory memory)
    {
        var uid = pod.Metadata.Uid;
        if (grace <= TimeSpan.Zero) return null;
        if (!EndAsync(pod, grace).IsCompleted)
        {
            // Its end has a look made, and what that does not show comes soon.
            memory.LookSooner();
            return Paced(UnderWay);
        }
        return _endedEarly.TryGetValue(uid, out var ended) && time.GetUtcNow() - ended < Lag ? Paced(memory.NextLook()) : null;

        TimeSpan Paced(TimeSpan wanted) => pace.Changing(uid, wanted) ?? wanted;
    }

    /// <summary>Begins it, once for each UID, and returns when it is over.</summary>
    public Task EndAsync(V1Pod pod, TimeSpan grace) =>
        grace <= TimeSpan.Zero ? Task.CompletedTask : _under.GetOrAdd(pod.Metadata.Uid, _ => Task.Run(() => TerminateAsync(pod, grace, _ending), _ending));

    /// <summary>The instance as its pod left it: what ended when it was told to, and was started again by a backend that knows of no farewell, counts as ended.</summary>
    public PodInstance AsLeft(PodInstance instance) => !_told.TryGetValue(instance.Uid, out var told) ? instance : instance with
    {
        Containers = instance.Containers.ToDictionary(
            pair => pair.Key,
            pair => pair.Value is { Current: not { IsOver: true }, Previous: { FinishedAt: { } at } previous } container && at >= told ? container with { Current = previous } : pair.Value),
    };

    /// <summary>The grace of a pod that is being deleted: what is left of it, for its end was set when the deletion was asked for.</summary>
    public TimeSpan GraceOf(V1Pod pod)
    {
        var full = TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? 30);
        if (full <= TimeSpan.Zero || pod.Metadata.DeletionTimestamp is not { } end) return full;
        var left = new DateTimeOffset(end.ToUniversalTime()) - time.GetUtcNow();
        var atLeast = full < Shortest ? full : Shortest;
        return left < atLeast ? atLeast : left > full ? full : left;
    }

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid)
    {
        _under.TryRemove(uid, out _);
        _told.TryRemove(uid, out _);
        _endedEarly.TryRemove(uid, out _);
    }

    private async Task TerminateAsync(V1Pod pod, TimeSpan grace, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        var end = (_told[pod.Metadata.Uid] = time.GetUtcNow()) + grace;
        logger.LogInformation("{Pod}: told to end within {Grace}", key, grace);
        for (var left = grace; left > TimeSpan.Zero && !cancellationToken.IsCancellationRequested; left = end - time.GetUtcNow())
        {
            try
            {
                var told = await provider.TerminateAsync(pod, left, cancellationToken).ConfigureAwait(false);
                if (told && time.GetUtcNow() < end) _endedEarly[pod.Metadata.Uid] = time.GetUtcNow();
                break;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            // The border of one attempt: the pod is told again until its grace is over.
            catch (Exception failed)
            {
                logger.LogWarning("{Pod}: could not be told to end: {Reason}", key, failed.Message);
                await Task.Delay(Pause, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
        // This task counts as over only after it returned: the look comes right behind.
        _ = Task.Delay(TimeSpan.FromMilliseconds(1), CancellationToken.None).ContinueWith(_ => look(key), TaskScheduler.Default);
    }
}
