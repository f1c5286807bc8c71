using System.Runtime.InteropServices;
using Frankenetes.PodAgent.Native;

namespace Frankenetes.PodAgent.Starting;

/// <summary>Signals for the container's first process are meant for its program: all that can be caught are passed on, those too that come before it runs.</summary>
internal sealed class PassedSignals : IDisposable
{
    // Which nobody can catch, which tell of a fault of ours, and which are the parent's own: children that end, readers that are gone.
    private static readonly int[] _kept = [4, 5, 6, 7, 8, 9, 11, 13, 17, 19, 31];

    // The first of the real-time signals are the C library's and the runtime's.
    private static readonly IEnumerable<int> _passed = Enumerable.Range(1, 31).Except(_kept).Concat(Enumerable.Range(36, 29));

    private readonly List<PosixSignalRegistration> _registrations;
    private readonly Queue<int> _early = new();
    private readonly Lock _lock = new();
    private ChildProcess? _child;

    public PassedSignals() => _registrations = [.. _passed.Select(number => PosixSignalRegistration.Create((PosixSignal)number, context =>
    {
        context.Cancel = true;
        Pass(number);
    }))];

    public void PassTo(ChildProcess child)
    {
        lock (_lock)
        {
            _child = child;
            while (_early.TryDequeue(out var number)) child.SignalAlone(number);
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Pass(int number)
    {
        lock (_lock)
        {
            if (_child is null) _early.Enqueue(number);
            else _child.SignalAlone(number);
        }
    }
}
