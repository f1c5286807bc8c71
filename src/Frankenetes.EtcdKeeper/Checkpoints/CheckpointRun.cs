using Frankenetes.EtcdKeeper.Control;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Checkpoints;

/// <summary>The checkpoint under way, beside everything else that the keeper does. One at a time; whatever is asked next ends it.</summary>
internal sealed class CheckpointRun(CheckpointMaker maker, AcknowledgementWriter acknowledgements, ILogger logger) : IAsyncDisposable
{
    private CancellationTokenSource? _ending;
    private Task _running = Task.CompletedTask;

    /// <summary>Begins; the acknowledgement of the request tells the end.</summary>
    public void Begin(string requestId, CheckpointOrder? order)
    {
        _ending = new CancellationTokenSource();
        acknowledgements.Report(KeeperPhase.Checkpointing, requestId);
        _running = RunAsync(requestId, order, _ending.Token);
    }

    /// <summary>Ends it, with nothing acknowledged where it is not made yet; may be repeated, and begun again.</summary>
    public async Task StopAsync()
    {
        if (_ending is null)
            return;
        await _ending.CancelAsync();
        await _running;
        _ending.Dispose();
        _ending = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task RunAsync(string requestId, CheckpointOrder? order, CancellationToken ending)
    {
        try
        {
            var made = await maker.MakeAsync(requestId, order ?? throw new CheckpointFailedException("the request names none"), ending);
            acknowledgements.Report(KeeperPhase.Running, requestId, revision: made.Revision);
        }
        catch (CheckpointFailedException e)
        {
            logger.LogError("No checkpoint was made: {Reason}.", e.Message);
            acknowledgements.Report(KeeperPhase.Running, requestId, $"No checkpoint was made: {e.Message}.");
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // Something else was asked for.
        }
    }
}
