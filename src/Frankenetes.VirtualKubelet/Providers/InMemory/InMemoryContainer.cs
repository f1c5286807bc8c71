using System.Globalization;
using System.Text;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.InMemory;

/// <summary>One imagined container and its runs.</summary>
/// <param name="container">What it is.</param>
/// <param name="options">How long things take.</param>
/// <param name="time">The clock.</param>
/// <param name="changed">Told of every change.</param>
internal sealed class InMemoryContainer(V1Container container, InMemoryOptions options, TimeProvider time, Action changed)
{
    private const int KilledBySigterm = 143;
    private const int KilledBySigkill = 137;

    private readonly InMemoryProgram _program = InMemoryProgram.Of(container);
    private readonly StringBuilder _log = new();

    /// <summary>The state as it is now; replaced whole at each change.</summary>
    public ContainerInstance State { get; private set; } = new();

    /// <summary>It does not end when it is asked to.</summary>
    public bool IgnoresSignals => _program.IgnoresSignals;

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Runs it until it is over for good.</summary>
    /// <param name="restarts">Whether an exit code means another run.</param>
    /// <param name="sigterm">Ends the run.</param>
    /// <returns>The last exit code.</returns>
    public async Task<int> RunAsync(Func<int, bool> restarts, CancellationToken sigterm)
    {
        while (true)
        {
            Set(State with { Current = new ContainerRun(time.GetUtcNow()), WaitingReason = null });
            Write(_program.Output);
            var code = await WaitAsync(sigterm).ConfigureAwait(false);
            Set(State with { Current = State.Current! with { FinishedAt = time.GetUtcNow(), ExitCode = code, Reason = code == 0 ? "Completed" : "Error" } });
            if (sigterm.IsCancellationRequested || !restarts(code)) return code;
            await Task.Delay(TimeSpan.FromMilliseconds(1), time, CancellationToken.None).ConfigureAwait(false);
            Set(State with { Previous = State.Current, Current = null, WaitingReason = "CrashLoopBackOff" });
            await Task.Delay(options.RestartAfter, time, sigterm).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (sigterm.IsCancellationRequested) return code;
            Set(State with { Restarts = State.Restarts + 1 });
        }
    }

    private async Task<int> WaitAsync(CancellationToken sigterm)
    {
        await Task.Delay(_program.ExitCode is null ? Timeout.InfiniteTimeSpan : _program.After, time, sigterm).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return sigterm.IsCancellationRequested ? (_program.IgnoresSignals ? KilledBySigkill : KilledBySigterm) : _program.ExitCode!.Value;
    }

    private void Write(string text)
    {
        if (text.Length == 0) return;
        lock (_log) _log.Append(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'} {text}\n");
    }

    private void Set(ContainerInstance state)
    {
        State = state;
        changed();
    }
}
