using System.Collections.Concurrent;

namespace Frankenetes.Module.Completion;

/// <summary>Keeps what was asked for a while. Who asks for the same meanwhile waits for the same answer; a failure is not kept.</summary>
internal sealed class TimedCache<T>(TimeSpan life, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (Task<T> Asking, long At)> _entries = new(StringComparer.OrdinalIgnoreCase);

    public Task<T> GetAsync(string key, Func<Task<T>> ask)
    {
        if (_entries.TryGetValue(key, out var known) && !known.Asking.IsFaulted && !known.Asking.IsCanceled && time.GetElapsedTime(known.At) < life)
            return known.Asking;
        // The pool asks: what the asking does before its first wait must not keep the prompt.
        var asking = Task.Run(ask);
        _entries[key] = (asking, time.GetTimestamp());
        return asking;
    }
}
