using System.Collections.Concurrent;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>What this process remembers of each pod.</summary>
internal sealed class PodMemories
{
    private readonly ConcurrentDictionary<PodKey, ConcurrentDictionary<string, PodMemory>> _memories = new();

    public PodMemory Of(PodKey key, string uid) => _memories.GetOrAdd(key, _ => new()).GetOrAdd(uid, _ => new PodMemory());

    /// <summary>Every UID that bore the name and is remembered.</summary>
    public IReadOnlyCollection<string> UidsOf(PodKey key) => _memories.TryGetValue(key, out var known) ? [.. known.Keys] : [];

    public void Forget(PodKey key, string uid)
    {
        if (_memories.TryGetValue(key, out var known) && known.TryRemove(uid, out _) && known.IsEmpty) _memories.TryRemove(key, out _);
    }
}
