using System.Runtime.InteropServices;

namespace Frankenetes.Shell.Sessions;

/// <summary>
/// Ctrl-C and SIGTERM stop the pipeline, so that <c>finally</c> blocks and cmdlets clean up, instead of ending the process at once. A second Ctrl-C that finds
/// the same pipeline still stopping ends it.
/// </summary>
internal sealed class Signals : IDisposable
{
    private const int SignalBase = 128;
    private readonly ShellSession _session;
    private readonly PosixSignalRegistration _terminate;
    private readonly bool _atPrompt;

    private Signals(ShellSession session, bool atPrompt)
    {
        _session = session;
        _atPrompt = atPrompt;
        Console.CancelKeyPress += Interrupt;
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Terminate);
    }

    /// <summary>128 + the signal's number when one ended the run; null otherwise.</summary>
    internal int? ExitCode { get; private set; }

    /// <param name="session">What is stopped.</param>
    /// <param name="atPrompt">Whether there is a prompt to go back to: then Ctrl-C never ends the process.</param>
    internal static Signals StopThe(ShellSession session, bool atPrompt) => new(session, atPrompt);

    public void Dispose()
    {
        Console.CancelKeyPress -= Interrupt;
        _terminate.Dispose();
    }

    private void Interrupt(object? sender, ConsoleCancelEventArgs e)
    {
        var stopping = _session.Stop();
        e.Cancel = stopping || _atPrompt;
        if (stopping && !_atPrompt)
            ExitCode = SignalBase + 2;
    }

    private void Terminate(PosixSignalContext context)
    {
        if (!_session.Stop())
            return;
        context.Cancel = true;
        ExitCode = SignalBase + 15;
        _session.Host.RequestedExitCode = ExitCode;
    }
}
