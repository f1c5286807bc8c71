using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Control;

/// <summary>
/// Where the API server has a group of its own its audit log is seen there alone: this looks up who changed the cluster last whenever <c>Run</c> is asked anew, as the virtual kubelet does that sits beside it.
/// It changes nothing in the cluster, so it is never to be stilled.
/// </summary>
internal sealed class AuditWitness(ControlContainer container, AuditLog audit, int epoch, TimeSpan interval, TimeProvider time, ILogger logger)
{
    public const string Agent = "audit-witness";

    private string? _answered;
    private bool _warned;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(interval, time);
        do
        {
            try
            {
                await AnswerAsync(cancellationToken).ConfigureAwait(false);
                _warned = false;
            }
            catch (Exception unreachable) when (unreachable is HttpRequestException or FencedException or JsonException or IOException)
            {
                if (!_warned) logger.LogWarning("control: {Reason}", unreachable.Message);
                _warned = true;
            }
        }
        while (await ticks.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        var state = await container.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (state is not { Request: ControlRequest.Run, RequestId: { } asked } || state.Epoch != epoch || asked == _answered) return;
        var knows = audit.TryFind(out var write);
        var word = new Acknowledgement { Epoch = epoch, Agent = Agent, RequestId = asked, Phase = KubeletPhase.Running, At = time.GetUtcNow(), KnowsWrites = knows, LastWrite = write };
        await container.WriteAcknowledgementAsync(word, cancellationToken).ConfigureAwait(false);
        _answered = asked;
    }
}
