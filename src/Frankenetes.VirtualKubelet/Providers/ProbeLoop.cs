using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>Runs the probes of one run of a container with their delays, periods and thresholds: the startup probe first, then the others side by side.</summary>
/// <param name="container">Whose.</param>
/// <param name="ask">Asks once; why it failed, null: it did not.</param>
/// <param name="fail">What a failing liveness or startup probe leads to.</param>
/// <param name="changed">Told of each result that is not what it was.</param>
/// <param name="time">The clock.</param>
internal sealed class ProbeLoop(V1Container container, Func<V1Probe, CancellationToken, Task<string?>> ask, Action fail, Action<ProbeChange> changed, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>Runs until cancelled, until the startup probe has failed, or until asking throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (container.StartupProbe is { } startup && !await StartAsync(startup, cancellationToken).ConfigureAwait(false)) return;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] loops = [RepeatAsync(ProbeKind.Readiness, container.ReadinessProbe, both.Token), RepeatAsync(ProbeKind.Liveness, container.LivenessProbe, both.Token)];
        var first = await Task.WhenAny(loops).ConfigureAwait(false);
        await both.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    private async Task<bool> StartAsync(V1Probe startup, CancellationToken cancellationToken)
    {
        await foreach (var (succeeds, message) in ResultsAsync(startup, cancellationToken).ConfigureAwait(false))
        {
            Tell(new ProbeChange(ProbeKind.Startup, succeeds, message));
            if (!succeeds) fail();
            return succeeds;
        }
        return false;
    }

    private async Task RepeatAsync(ProbeKind kind, V1Probe? wanted, CancellationToken cancellationToken)
    {
        // Whoever watches goes on watching: the startup probe is not to be asked anew.
        if (wanted is null) await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken).ConfigureAwait(false);
        await foreach (var (succeeds, message) in ResultsAsync(wanted!, cancellationToken).ConfigureAwait(false))
        {
            Tell(new ProbeChange(kind, succeeds, message));
            if (!succeeds && kind == ProbeKind.Liveness) fail();
        }
    }

    // Each change of the result, the first result included.
    private async IAsyncEnumerable<(bool Succeeds, string? Message)> ResultsAsync(V1Probe wanted, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool? told = null;
        var (row, last) = (0, (bool?)null);
        await Task.Delay(TimeSpan.FromSeconds(wanted.InitialDelaySeconds ?? 0), time, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var message = await ask(wanted, cancellationToken).ConfigureAwait(false);
            var succeeds = message is null;
            (row, last) = (last == succeeds ? row + 1 : 1, succeeds);
            if (row >= ((succeeds ? wanted.SuccessThreshold : wanted.FailureThreshold ?? 3) ?? 1) && told != succeeds)
            {
                told = succeeds;
                yield return (succeeds, message);
            }
            await Task.Delay(TimeSpan.FromSeconds(wanted.PeriodSeconds ?? 10), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(ProbeChange change)
    {
        lock (_lock) changed(change);
    }
}
