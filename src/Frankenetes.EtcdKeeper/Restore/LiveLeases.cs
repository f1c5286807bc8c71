using System.Collections.Concurrent;
using Frankenetes.EtcdKeeper.Etcd;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Keeps every lease of a store alive while its history is replayed: one that ran out would delete keys on its own and take a revision for it.</summary>
internal sealed class LiveLeases(EtcdLeases leases) : IAsyncDisposable
{
    /// <summary>The shortest lease that etcd gives is 2 s.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(0.4);

    /// <summary>For a lease that had ended before the log could ask for its time: what it holds is deleted by a later revision, if that was recorded.</summary>
    private const long UnknownSeconds = 60;

    private readonly ConcurrentDictionary<long, bool> _ids = [];
    private readonly CancellationTokenSource _ending = new();
    private Task _renewing = Task.CompletedTask;

    /// <summary>Begins with the leases that the store has.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var id in await leases.ListAsync(cancellation))
            _ids[id] = true;
        _renewing = leases.KeepAliveAsync(() => [.. _ids.Keys], Pace, _ending.Token);
    }

    /// <summary>Grants a lease that the history uses, unless the store has it.</summary>
    public async Task GrantAsync(long id, long seconds, CancellationToken cancellation)
    {
        if (!_ids.TryAdd(id, true))
            return;
        await leases.GrantAsync(id, seconds > 0 ? seconds : UnknownSeconds, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }
}
