using System.Collections.Concurrent;
using Frankenetes.KubernetesApi.Events;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Events about pods: our own, and the provider's warnings passed on.</summary>
internal sealed class PodEvents(EventRecorder recorder, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _relayed = new();

    public Task TellAsync(V1Pod pod, string reason, string message, CancellationToken cancellationToken) =>
        recorder.NormalAsync(About(pod, null), reason, message, cancellationToken);

    public Task WarnAsync(V1Pod pod, string reason, string message, CancellationToken cancellationToken) =>
        recorder.WarningAsync(About(pod, null), reason, message, cancellationToken);

    /// <summary>Passes on what the provider warned of since the last time.</summary>
    public async Task RelayAsync(V1Pod pod, PodInstance instance, CancellationToken cancellationToken)
    {
        // After a start of ours only what is new: the rest was told in an earlier life.
        var since = _relayed.GetOrAdd(pod.Metadata.Uid, _ => time.GetUtcNow() - TimeSpan.FromSeconds(10));
        foreach (var told in instance.Warnings.Where(told => told.At > since))
        {
            await recorder.WarningAsync(About(pod, told.Container), told.Reason, told.Message, cancellationToken).ConfigureAwait(false);
            if (told.At > _relayed[pod.Metadata.Uid]) _relayed[pod.Metadata.Uid] = told.At;
        }
    }

    /// <summary>The pod is no more.</summary>
    public void Forget(string uid) => _relayed.TryRemove(uid, out _);

    private static V1ObjectReference About(V1Pod pod, string? container) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        NamespaceProperty = pod.Metadata.NamespaceProperty,
        Name = pod.Metadata.Name,
        Uid = pod.Metadata.Uid,
        FieldPath = container is null ? null : $"spec.containers{{{container}}}",
    };
}
