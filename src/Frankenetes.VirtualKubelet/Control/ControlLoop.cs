using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Control;

/// <summary>
/// Follows the control blob: freezes by closing the gate and waiting for what is under way, then acknowledges; ends the pods or runs on when told. The gate first opens
/// after the state was read once: an agent that was restarted in the middle of a suspend must not write a thing.
/// </summary>
internal sealed class ControlLoop(
    ControlContainer container, WriteGate gate, Resumption resumption, Func<Farewell?> bidFarewell, AuditLog? audit, string agent, int epoch, TimeSpan interval, TimeProvider time, ILogger logger)
{
    // A signature may be refused for a moment when policies change; only then is it over.
    private const int RefusalsUntilFenced = 5;

    private Acknowledgement? _written;
    private Farewell? _farewell;
    private int _refusals;
    private bool _warned;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="configuredToResume">What the configuration says; an earlier life of this epoch that got through with it makes it void.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(bool configuredToResume, CancellationToken cancellationToken)
    {
        await StartAsync(configuredToResume, cancellationToken).ConfigureAwait(false);
        using var ticks = new PeriodicTimer(interval, time);
        do
        {
            await AttemptAsync(() => FollowAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        while (await ticks.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task StartAsync(bool configuredToResume, CancellationToken cancellationToken)
    {
        while (!await AttemptAsync(ReadOwnAsync, cancellationToken).ConfigureAwait(false))
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);

        async Task ReadOwnAsync()
        {
            var earlier = await container.ReadAcknowledgementAsync(agent, cancellationToken).ConfigureAwait(false);
            if (earlier?.Epoch == epoch) _written = earlier;
            // An earlier life may have been at it after a thaw, too.
            if (_written is { Phase: KubeletPhase.Resuming } || (configuredToResume && _written is not { Phase: KubeletPhase.Running })) resumption.Begin();
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var state = await container.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        _refusals = 0;
        if (state is not null && (state.AsksForStillness || state.Epoch > epoch)) await FreezeAsync(cancellationToken).ConfigureAwait(false);
        else Thaw(state);
        // Who is asked to freeze once more after that answers so; another Stop ends nothing twice.
        _farewell = state?.Request == ControlRequest.Stop && state.Epoch == epoch ? _farewell ?? bidFarewell() : null;
        await AcknowledgeAsync(state?.RequestId, cancellationToken).ConfigureAwait(false);
    }

    private async Task FreezeAsync(CancellationToken cancellationToken)
    {
        if (gate.IsOpen) logger.LogInformation("freezing: nothing is written from now on");
        await gate.CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Thaw(ControlState? state)
    {
        if (gate.IsOpen) return;
        // While we stood still, the groups of running pods may have been deleted by the suspend that is now taken back: bring them back, do not fail them.
        if (_written is { Phase: KubeletPhase.Frozen or KubeletPhase.Stopping or KubeletPhase.Stopped }) resumption.Begin();
        logger.LogInformation("running ({Request})", state?.Request ?? ControlRequest.Run);
        gate.Open();
    }

    private async Task AcknowledgeAsync(string? requestId, CancellationToken cancellationToken)
    {
        var phase = Phase();
        if (_written is { } last && last.Phase == phase && last.RequestId == requestId && last.Epoch == epoch) return;
        LastWrite? write = null;
        // Who stands still is not asked for it, and has other things to do.
        var knowsWrites = gate.IsOpen && audit?.TryFind(out write) == true;
        var next = new Acknowledgement { Epoch = epoch, Agent = agent, RequestId = requestId, Phase = phase, At = time.GetUtcNow(), Within = phase == KubeletPhase.Stopping ? _farewell!.Within : null, KnowsWrites = knowsWrites, LastWrite = write };
        await container.WriteAcknowledgementAsync(next, cancellationToken).ConfigureAwait(false);
        _written = next;
        logger.LogInformation("phase {Phase}", phase);
    }

    private KubeletPhase Phase() => (gate.IsOpen, _farewell) switch
    {
        (true, _) => resumption.IsUnderWay ? KubeletPhase.Resuming : KubeletPhase.Running,
        (false, null) => KubeletPhase.Frozen,
        (false, { Over.IsCompleted: false }) => KubeletPhase.Stopping,
        _ => KubeletPhase.Stopped,
    };

    private async Task<bool> AttemptAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            if (_warned) logger.LogInformation("control blobs answer again");
            _warned = false;
            return true;
        }
        catch (FencedException fenced)
        {
            Warn(fenced.Message);
            if (++_refusals == RefusalsUntilFenced) await FreezeAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException or IOException)
        {
            Warn(unreachable.Message);
            return false;
        }
    }

    private void Warn(string message)
    {
        if (!_warned) logger.LogWarning("control: {Reason}", message);
        _warned = true;
    }
}
