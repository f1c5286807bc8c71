using System.Runtime.InteropServices;

namespace Frankenetes.Agent.Processes;

/// <summary>
/// SIGTERM and SIGINT as a cancellation. The verb that owns children ends them itself, in its own order: a signal passed on blindly would
/// stop etcd under a keeper that is about to take its last snapshot.
/// </summary>
internal sealed class EndingSignals : IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly PosixSignalRegistration[] _registrations;

    public EndingSignals() =>
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, End), PosixSignalRegistration.Create(PosixSignal.SIGINT, End)];

    public CancellationToken Token => _ending.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _ending.Dispose();
    }

    private void End(PosixSignalContext context)
    {
        // Without this the runtime ends the process at once.
        context.Cancel = true;
        _ending.Cancel();
    }
}
