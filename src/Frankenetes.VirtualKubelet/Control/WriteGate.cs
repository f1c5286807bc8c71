namespace Frankenetes.VirtualKubelet.Control;

/// <summary>
/// Everything that may write to the API server or to ARM passes through. Closed, nobody enters and whoever is inside is waited for; so after
/// <see cref="CloseAsync"/> nothing of ours is under way. It starts closed.
/// </summary>
internal sealed class WriteGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _opened = NewSignal();
    private TaskCompletionSource _empty = NewSignal();
    private int _inside;

    public bool IsOpen { get; private set; }

    /// <summary>Waits until the gate is open. Dispose the answer when the work is done.</summary>
    public async Task<Passage> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                if (IsOpen)
                {
                    _inside++;
                    return new Passage(this);
                }
                opened = _opened.Task;
            }
            await opened.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            if (IsOpen) return;
            IsOpen = true;
            _opened.SetResult();
        }
    }

    /// <summary>Returns when the gate is closed and nobody is inside.</summary>
    public Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (IsOpen)
            {
                IsOpen = false;
                _opened = NewSignal();
            }
            if (_inside == 0) return Task.CompletedTask;
            _empty = NewSignal();
            return _empty.Task.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0 && !IsOpen) _empty.TrySetResult();
        }
    }

    /// <summary>One stay inside.</summary>
    internal sealed class Passage(WriteGate gate) : IDisposable
    {
        private WriteGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Leave();
    }
}
