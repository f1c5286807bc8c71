namespace Frankenetes.VirtualKubelet.Node;

/// <summary>
/// Whether the provider's backend answers, judged by all calls. One failed call means little: it is out of reach when for a while every call failed. Nothing but the node's conditions hangs on it.
/// </summary>
internal sealed class BackendHealth(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private DateTimeOffset? _failingSince;
    private TaskCompletionSource _turned = New();

    public bool IsReachable { get; private set; } = true;

    /// <summary>Why it is out of reach; null: it is not.</summary>
    public string? Reason { get; private set; }

    /// <summary>The last call failed: it is worth asking again soon.</summary>
    public bool IsDoubtful => _failingSince is not null;

    /// <summary>Completes when <see cref="IsReachable"/> turns the next time.</summary>
    public Task Turned => _turned.Task;

    public void Answered()
    {
        lock (_lock)
        {
            (_failingSince, Reason) = (null, null);
            if (!IsReachable) Turn(true);
        }
    }

    public void Failed(string reason)
    {
        lock (_lock)
        {
            Reason = reason;
            _failingSince ??= time.GetUtcNow();
            if (IsReachable && time.GetUtcNow() - _failingSince >= Patience) Turn(false);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Turn(bool reachable)
    {
        IsReachable = reachable;
        var turned = _turned;
        _turned = New();
        turned.SetResult();
    }
}
