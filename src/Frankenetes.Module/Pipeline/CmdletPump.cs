using System.Collections.Concurrent;
using System.Management.Automation;

namespace Frankenetes.Module.Pipeline;

/// <summary>
/// Runs asynchronous work for a cmdlet: the work runs on the thread pool, what it says is written by the pipeline thread, which
/// waits here. Stopping cancels the work, gives it a moment to end well, and leaves it behind if it does not.
/// </summary>
internal sealed class CmdletPump : IDisposable
{
    private const int QueueLength = 256;

    /// <summary>The moment that cancelled work has; the prompt is to be back within 2 s.</summary>
    internal static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1.5);

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancels the work; safe from any thread, before, during and after <see cref="Run"/>.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    /// <summary>Runs the work to its end on behalf of the cmdlet.</summary>
    /// <returns>Why the work failed; null when it did not. What writing throws, as under <c>| Select-Object -First 1</c>, is the pipeline's own and passes through.</returns>
    /// <exception cref="PipelineStoppedException">The work was cancelled by <see cref="Stop"/>.</exception>
    public Exception? Run(Cmdlet cmdlet, Func<ICmdletOutput, CancellationToken, Task> work)
    {
        using var queue = new BlockingCollection<Action<Cmdlet>>(QueueLength);
        // A source of its own: work left behind may still look at its token after this pump is disposed.
        var cancel = new CancellationTokenSource();
        using var link = _stop.Token.Register(cancel.Cancel);
        var output = new QueuedOutput(queue, cancel.Token);
        var running = Task.Run(() => EndQueueAfterAsync(queue, () => work(output, cancel.Token)));
        try
        {
            foreach (var write in queue.GetConsumingEnumerable(cancel.Token))
                write(cmdlet);
            return FailureOf(running);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // Work is still running here when it was told to stop, and when writing threw, as with `| Select-Object -First 1`.
            cancel.Cancel();
            WaitFor(running);
        }
    }

    // The queue ends a moment before the work's task does.
    private Exception? FailureOf(Task running)
    {
        try
        {
            running.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            return failure;
        }
    }

    private static async Task EndQueueAfterAsync(BlockingCollection<Action<Cmdlet>> queue, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            try
            {
                queue.CompleteAdding();
            }
            catch (ObjectDisposedException)
            {
                // The pipeline had given this work up.
            }
        }
    }

    private static void WaitFor(Task running)
    {
        if (Task.WhenAny(running, Task.Delay(Farewell)).GetAwaiter().GetResult() == running)
            _ = running.Exception;
        else
            _ = running.ContinueWith(static late => late.Exception, TaskScheduler.Default);
    }
}
