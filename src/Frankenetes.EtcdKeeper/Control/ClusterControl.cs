using Frankenetes.EtcdKeeper.Checkpoints;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Gate;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Suspend;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Control;

/// <summary>
/// Does what control/state.json asks. It alone opens and closes the gate, and it is run by one loop, so that no two answers overlap.
/// </summary>
internal sealed class ClusterControl(
    KeeperConfiguration configuration, TcpGate gate, PeriodicSnapshots periodic, CheckpointRun checkpoint, Suspension suspension, EtcdClient etcd,
    AcknowledgementWriter acknowledgements, MemberFolder member, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private CancellationTokenSource? _giveUp;
    private Task? _sealing;
    private Manifest? _sealed;
    private bool _claimed;
    private string? _taken;

    /// <summary>A newer epoch runs: this cluster is not ours any more, and the gate stays closed whatever is asked.</summary>
    public bool Superseded { get; private set; }

    /// <summary>Lets clients in for the first time.</summary>
    /// <param name="report">How the store came back; null = it did not have to.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task OpenAsync(StartReport? report, CancellationToken cancellation)
    {
        var revision = await etcd.RevisionAsync(cancellation);
        gate.Open();
        periodic.Start();
        acknowledgements.Started(report is null ? null : report with { Opened = revision });
        acknowledgements.Report(KeeperPhase.Running, message: report?.Remark, revision: revision);
    }

    /// <summary>Goes on waiting for the claim of a manifest that was sealed before the keeper was started again.</summary>
    public void StaySealed(Manifest manifest)
    {
        _sealed = manifest;
        _taken = manifest.RequestId;
        acknowledgements.Report(KeeperPhase.Sealed, manifest.RequestId, revision: manifest.Revision);
    }

    /// <summary>One step: looks at what is asked, and at the clock.</summary>
    /// <param name="state">The newest state; null = nobody has asked for anything.</param>
    /// <param name="answered">The request that an earlier run answered; null = none.</param>
    /// <param name="stop">Ends the keeper.</param>
    public async Task StepAsync(ControlState? state, string? answered, CancellationToken stop)
    {
        if (Superseded)
            return;
        if (_sealing is { IsCompleted: true })
            await EndSealingAsync();
        if (state?.Epoch > configuration.Epoch)
            await GiveWayAsync(state.Epoch);
        else if (state is not null && state.Epoch == configuration.Epoch && state.RequestId != (_taken ?? answered))
            await TakeAsync(state, stop);
        else if (_sealing is null && _sealed is { } waiting && !_claimed && time.GetUtcNow() - waiting.At > configuration.VoidAfter)
            await ThawAsync(waiting.RequestId, $"Nobody claimed the suspend within {configuration.VoidAfter}; it was taken back.", stop);
    }

    /// <summary>No client reaches the store any more, and no snapshot is under way.</summary>
    public async Task EndAsync()
    {
        gate.CloseForGood();
        await checkpoint.StopAsync();
        await EndSealingAsync();
        await periodic.StopAsync();
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task TakeAsync(ControlState state, CancellationToken stop)
    {
        logger.LogInformation("Asked to {Request} ({Id}).", state.Request, state.RequestId);
        _taken = state.RequestId;
        await checkpoint.StopAsync();
        switch (state.Request)
        {
            case ControlRequest.Suspend:
                await BeginSealingAsync(state.RequestId, stop);
                break;
            case ControlRequest.Freeze when _sealed is null && _sealing is null:
            case ControlRequest.Run when _sealed is null && _sealing is null:
                acknowledgements.Report(KeeperPhase.Running, state.RequestId, revision: await TryRevisionAsync(stop));
                break;
            case ControlRequest.Checkpoint when _sealed is null && _sealing is null:
                checkpoint.Begin(state.RequestId, state.Checkpoint);
                break;
            case ControlRequest.Freeze:
            case ControlRequest.Stop:
            case ControlRequest.Checkpoint:
                break;
            default:
                await ThawAsync(state.RequestId, "The suspend was taken back.", stop);
                break;
        }
    }

    private async Task BeginSealingAsync(string requestId, CancellationToken stop)
    {
        await EndSealingAsync();
        gate.Close();
        acknowledgements.Report(KeeperPhase.Suspending, requestId);
        await periodic.StopAsync();
        _giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _giveUp.CancelAfter(configuration.VoidAfter);
        _sealing = SealAsync(requestId, _giveUp.Token, stop);
    }

    private async Task SealAsync(string requestId, CancellationToken giveUp, CancellationToken stop)
    {
        try
        {
            // A second suspend before the first was claimed: the older manifest must not be claimed beside the newer.
            if (_sealed is { } older && !await suspension.VoidAsync(older, member, stop))
            {
                ReportClaimed(requestId);
                return;
            }

            _sealed = null;
            _sealed = await suspension.SealAsync(requestId, member, giveUp, stop);
            if (_sealed is null)
                ReportClaimed(requestId);
            else
                acknowledgements.Report(KeeperPhase.Sealed, requestId, revision: _sealed.Revision);
        }
        catch (SuspendFailedException e)
        {
            logger.LogError("The suspend failed, the gate opens again: {Reason}.", e.Message);
            Reopen();
            acknowledgements.Report(KeeperPhase.Failed, requestId, $"The cluster was not suspended: {e.Message}.");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The keeper ends; the gate stays closed.
        }
    }

    private async Task ThawAsync(string requestId, string message, CancellationToken stop)
    {
        await EndSealingAsync();
        if (_claimed)
        {
            ReportClaimed(requestId);
        }
        else if (_sealed is null)
        {
            // Nothing was sealed, or the suspend has just failed of this very request.
            acknowledgements.Report(KeeperPhase.Running, requestId, revision: await TryRevisionAsync(stop));
        }
        else if (await suspension.VoidAsync(_sealed, member, stop))
        {
            _sealed = null;
            Reopen();
            acknowledgements.Report(KeeperPhase.Voided, requestId, message, await TryRevisionAsync(stop));
        }
        else
        {
            ReportClaimed(requestId);
        }
    }

    /// <summary>Closes the gate for good, at once: another keeper has the cluster.</summary>
    public void GiveWay(string reason)
    {
        Superseded = true;
        gate.CloseForGood();
        logger.LogError("The gate of epoch {Own} stays closed: {Reason}.", configuration.Epoch, reason);
        acknowledgements.Silence();
    }

    private async Task GiveWayAsync(int epoch)
    {
        Superseded = true;
        gate.CloseForGood();
        logger.LogError("Epoch {Newer} of the cluster has begun, so the gate of epoch {Own} stays closed.", epoch, configuration.Epoch);
        await checkpoint.StopAsync();
        await EndSealingAsync();
        await periodic.StopAsync();
    }

    private void ReportClaimed(string requestId)
    {
        _claimed = true;
        acknowledgements.Report(KeeperPhase.Sealed, requestId, "The suspend is claimed; only a resume brings the cluster back.", _sealed?.Revision);
    }

    private void Reopen()
    {
        if (Superseded)
            return;
        gate.Open();
        periodic.Start();
    }

    private async Task EndSealingAsync()
    {
        if (_sealing is null)
            return;
        await _giveUp!.CancelAsync();
        await _sealing;
        _giveUp.Dispose();
        _sealing = null;
    }

    private async Task<long?> TryRevisionAsync(CancellationToken cancellation)
    {
        try
        {
            return await etcd.RevisionAsync(cancellation);
        }
        catch (EtcdException)
        {
            return null;
        }
    }
}
