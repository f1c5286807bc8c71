using System.Collections.Concurrent;

namespace Frankenetes.VirtualKubelet.KubeletApi.Access;

/// <summary>Answers that hold for a while.</summary>
internal sealed class TimedCache<TKey, TValue>(TimeProvider time, int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset End)> _entries = new();

    public bool TryGet(TKey key, out TValue value)
    {
        var found = _entries.TryGetValue(key, out var entry) && entry.End > time.GetUtcNow();
        value = entry.Value;
        return found;
    }

    public void Set(TKey key, TValue value, TimeSpan life)
    {
        if (_entries.Count >= most) Prune();
        _entries[key] = (value, time.GetUtcNow() + life);
    }

    private void Prune()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in _entries)
            if (entry.End <= now) _entries.TryRemove(key, out _);
        if (_entries.Count >= most) _entries.Clear();
    }
}
