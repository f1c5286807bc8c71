namespace Frankenetes.KubeletStreams.Tests;

/// <summary>A token as a task.</summary>
internal sealed class ClosedSignal : IAsyncDisposable
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public ClosedSignal(CancellationToken token) => _registration = token.Register(() => _source.TrySetResult());

    public Task Task => _source.Task;

    public ValueTask DisposeAsync() => _registration.DisposeAsync();
}
