using System.Collections.Concurrent;
using System.Globalization;

namespace Frankenetes.Torture;

/// <summary>Every write that was tried, and which were acknowledged with what revision. Values are unique, keys belong to one writer each.</summary>
internal sealed class Ledger
{
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Write>> _keys = new(StringComparer.Ordinal);
    private long _acknowledged;
    private long _judged;
    private int _next;

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Writes until cancelled; a store that does not answer is tried again, as clients do.</summary>
    /// <param name="putAsync">Writes a value to a key; the revision that was acknowledged, or null where nobody knows what became of it.</param>
    /// <param name="pause">Between an answer and the next write: what is left of the machine is for what is tortured.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task WriteAsync(Func<string, string, CancellationToken, Task<long?>> putAsync, TimeSpan pause, CancellationToken cancellation)
    {
        var writer = Interlocked.Increment(ref _next);
        for (var i = 0; !cancellation.IsCancellationRequested; i++)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"w{writer}-{i % 40}");
            var write = new Write(string.Create(CultureInfo.InvariantCulture, $"{writer}:{i}:{new string('x', i * 7 % 900)}"));
            _keys.GetOrAdd(key, _ => new ConcurrentQueue<Write>()).Enqueue(write);
            write.Revision = await putAsync(key, write.Value, cancellation);
            write.At = Environment.TickCount64;
            if (write.Revision is not null)
                Interlocked.Increment(ref _acknowledged);
            await Task.Delay(write.Revision is null ? AfterRefusal : pause, CancellationToken.None);
        }
    }

    /// <summary>Holds a store against the ledger.</summary>
    /// <param name="there">All its keys.</param>
    /// <param name="lossFrom">Writes acknowledged from this moment on (of <see cref="Environment.TickCount64"/>) may be gone; null = none may.</param>
    public LedgerVerdict Judge(IReadOnlyDictionary<string, (string Value, long Revision)> there, long? lossFrom = null)
    {
        long lost = 0, wrong = 0;
        string? example = null;
        foreach (var (key, writes) in _keys)
        {
            var all = writes.ToList();
            var found = there.TryGetValue(key, out var it) ? it : (Value: null!, Revision: 0L);
            var at = all.FindLastIndex(write => write.Value == found.Value);
            if (found.Revision > 0 && (at < 0 || (all[at].Revision is { } told && told != found.Revision)))
            {
                wrong++;
                example ??= $"'{key}' has revision {found.Revision}, acknowledged was {(at < 0 ? "no such value" : all[at].Revision)}";
            }

            // A write that was allowed to be lost must not be missed in a later judgement either.
            foreach (var write in all.Skip(at + 1).Where(write => write.Revision is not null && !write.Forgiven))
            {
                write.Forgiven = write.At >= lossFrom;
                if (write.Forgiven)
                    continue;
                lost++;
                example ??= $"'{key}': the write of revision {write.Revision} is gone, there is revision {found.Revision}";
            }
        }

        var acknowledged = Acknowledged;
        return new LedgerVerdict(acknowledged - Interlocked.Exchange(ref _judged, acknowledged), lost, wrong, example);
    }

    private sealed class Write(string value)
    {
        public string Value => value;

        public long? Revision { get; set; }

        public long At { get; set; }

        public bool Forgiven { get; set; }
    }
}
