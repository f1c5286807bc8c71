using System.Collections.Concurrent;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Queueing;
using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Volumes;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods.Files;

/// <summary>
/// Keeps the files of running pods as the API server has them: writes them anew when a ConfigMap, a Secret, or a label or annotation of the pod changed, and when a token nears its end.
/// </summary>
/// <param name="live">Who writes; null: nobody can.</param>
/// <param name="store">The node's pods.</param>
/// <param name="reader">Reads what volumes name.</param>
/// <param name="tokens">Tells when a token is to be renewed.</param>
/// <param name="server">Watched for changes.</param>
/// <param name="events">Told where files cannot be written.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">A line for each renewal.</param>
internal sealed class FileUpkeep(ILiveFiles? live, PodStore store, PodInputReader reader, PodTokens tokens, ApiServer server, PodEvents events, TimeProvider time, ILogger logger) : IDisposable
{
    private const int Workers = 8;
    private static readonly TimeSpan _spread = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, FileMemory> _memories = new();
    private readonly WorkQueue<PodKey> _queue = new(time, logger, TimeSpan.FromMinutes(1));
    private readonly Lock _making = new();
    private WatchedObjects? _objects;

    public Task RunAsync(CancellationToken cancellationToken) => _queue.RunAsync(Workers, LookAsync, cancellationToken);

    /// <summary>The pod was created with these files.</summary>
    public void Created(V1Pod pod, PodInputs inputs)
    {
        if (live?.Covers(pod) != true) return;
        var memory = _memories[pod.Metadata.Uid] = new FileMemory(DateTimeOffset.MinValue);
        foreach (var volume in live.Of(pod, inputs)) memory.Note(volume);
    }

    /// <summary>What a look at the pod's instance showed.</summary>
    public void Follow(V1Pod pod, PodInstance instance)
    {
        if (live?.Covers(pod) != true) return;
        var memory = _memories.GetOrAdd(pod.Metadata.Uid, _ => new FileMemory(time.GetUtcNow() + (_spread * Random.Shared.NextDouble())));
        List<string> running = [.. pod.Spec.Containers.Select(container => container.Name).Where(name => instance.Containers.GetValueOrDefault(name)?.Current is { IsOver: false })];
        if (memory.See(live.LifeOf(instance), PodUpdates.Fingerprint(pod), running)) _queue.Add(PodKey.Of(pod));
    }

    /// <summary>The pod is no more, or has ended.</summary>
    public void Forget(string uid)
    {
        _memories.TryRemove(uid, out _);
        tokens.Forget(uid);
        _objects?.Forget(uid);
    }

    public void Dispose() => _objects?.Dispose();

    private async Task<TimeSpan?> LookAsync(PodKey key, CancellationToken cancellationToken)
    {
        if (store.Find(key) is not { Metadata.DeletionTimestamp: null } pod || PodPhases.IsTerminal(pod) || !_memories.TryGetValue(pod.Metadata.Uid, out var memory)) return null;
        if (memory.Running.Count == 0)
        {
            // Until it runs again nobody reads them.
            _objects?.Forget(pod.Metadata.Uid);
            return null;
        }
        if (memory.NotBefore - time.GetUtcNow() is { Ticks: > 0 } wait) return wait;
        Objects().Follow(pod.Metadata.Uid, key, PodInputReader.FilePlaces(pod));
        if (await FindAsync(pod, cancellationToken).ConfigureAwait(false) is { } volumes)
            await WriteAsync(pod, memory, [.. volumes.Where(memory.Differs)], cancellationToken).ConfigureAwait(false);
        // The pod may have gone while it was looked at.
        if (!_memories.ContainsKey(pod.Metadata.Uid)) Forget(pod.Metadata.Uid);
        return tokens.NextOf(pod.Metadata.Uid) is not { } next ? null : next - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.FromSeconds(1);
    }

    // What vanished leaves the files as they were, as with kubelets.
    private async Task<IReadOnlyList<LiveVolume>?> FindAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            return live!.Of(pod, await reader.ReadFilesAsync(pod, cancellationToken).ConfigureAwait(false));
        }
        catch (MissingInputException missing)
        {
            logger.LogInformation("{Pod}: its files stay as they are: {Reason}", PodKey.Of(pod), missing.Message);
            return null;
        }
    }

    private async Task WriteAsync(V1Pod pod, FileMemory memory, List<LiveVolume> changed, CancellationToken cancellationToken)
    {
        ProviderException? failure = null;
        foreach (var container in memory.Running)
        {
            var here = changed.FindAll(volume => volume.Containers.Contains(container));
            if (here.Count == 0) continue;
            try
            {
                await live!.WriteAsync(pod, container, here, cancellationToken).ConfigureAwait(false);
                here.ForEach(memory.Note);
                changed.RemoveAll(here.Contains);
                logger.LogInformation("{Pod}: {Volumes} were written anew", PodKey.Of(pod), string.Join(", ", here.Select(volume => volume.Name)));
            }
            catch (ProviderException failed)
            {
                // Another container may mount it as well.
                failure = failed;
            }
        }
        if (failure is null || changed.Count == 0)
        {
            memory.Complaint = null;
            return;
        }
        if (memory.Complaint != failure.Message) await events.WarnAsync(pod, "FilesNotRenewed", failure.Message, cancellationToken).ConfigureAwait(false);
        memory.Complaint = failure.Message;
        throw failure;
    }

    private WatchedObjects Objects()
    {
        lock (_making) return _objects ??= new WatchedObjects(server, _queue.Add, time, logger);
    }
}
