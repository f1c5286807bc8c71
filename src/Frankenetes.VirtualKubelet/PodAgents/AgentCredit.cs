namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>How many bytes the pod agent is ready to take on a channel.</summary>
internal sealed class AgentCredit
{
    public const int Initial = 256 * 1024;

    private readonly Lock _lock = new();
    private long _bytes = Initial;
    private TaskCompletionSource? _waiting;

    /// <summary>Takes up to so many; waits for the first.</summary>
    public async Task<int> TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_bytes > 0)
                {
                    var taken = (int)Math.Min(wanted, _bytes);
                    _bytes -= taken;
                    return taken;
                }
                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more = _waiting.Task;
            }
            await more.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Add(long bytes)
    {
        lock (_lock)
        {
            _bytes += bytes;
            if (_bytes <= 0) return;
            _waiting?.TrySetResult();
            _waiting = null;
        }
    }
}
