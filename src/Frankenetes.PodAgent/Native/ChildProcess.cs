using System.Runtime.InteropServices;
using Frankenetes.PodAgent.Starting;

namespace Frankenetes.PodAgent.Native;

/// <summary>A program started by us, in a session of its own so that it and its children can be signalled together.</summary>
internal sealed unsafe class ChildProcess
{
    private int _ended;

    private ChildProcess(int id) => Id = id;

    public int Id { get; }

    /// <summary>Starts a program; it returns once the program runs.</summary>
    /// <exception cref="SystemCallException">It cannot be started; the error says why.</exception>
    public static ChildProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? additions, SpawnActions actions)
    {
        using var arguments = new NativeStrings(command);
        using var environment = new NativeStrings(Environment(additions));
        var attributes = stackalloc byte[SpawnCalls.StructureBytes];
        var signals = stackalloc byte[SpawnCalls.SignalSetBytes];
        _ = SpawnCalls.InitAttributes(attributes);
        // The runtime ignores and blocks signals that the program must meet in their first state.
        _ = SpawnCalls.FillSignals(signals);
        _ = SpawnCalls.SetDefaultSignals(attributes, signals);
        _ = SpawnCalls.EmptySignals(signals);
        _ = SpawnCalls.SetSignalMask(attributes, signals);
        _ = SpawnCalls.SetFlags(attributes, SpawnCalls.DefaultSignals | SpawnCalls.SignalMask | SpawnCalls.NewSession);
        int id;
        var error = SpawnCalls.Spawn(&id, command[0], actions.CloseOthers().Structure, attributes, arguments.Array, environment.Array);
        return error == 0 ? new ChildProcess(id) : throw new SystemCallException(command[0], error);
    }

    /// <summary>Puts a program in this process's place: it keeps its number, its open streams and its folder. It returns only where that fails, with the reason.</summary>
    public static SystemCallException Become(IReadOnlyList<string> command)
    {
        using var arguments = new NativeStrings(command);
        using var environment = new NativeStrings(Environment(null));
        // The runtime ignores a signal, and what is ignored stays so. Handlers go by themselves.
        LibC.Restore(LibC.PipeBroken);
        _ = LibC.Execute(command[0], arguments.Array, environment.Array);
        return new SystemCallException(command[0]);
    }

    /// <summary>The exit code, or 128 and the number of the signal that ended it, as shells say it.</summary>
    public int Wait()
    {
        int status;
        while (LibC.WaitProcess(Id, &status, 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != LibC.Interrupted) return -1;
        }
        return End(status);
    }

    /// <summary>The same for a container's first process, whose children all orphans become: they are laid to rest meanwhile.</summary>
    public int WaitReaping()
    {
        while (true)
        {
            int status;
            var ended = LibC.WaitProcess(-1, &status, 0);
            if (ended == Id) return End(status);
            if (ended < 0 && Marshal.GetLastPInvokeError() != LibC.Interrupted) return -1;
        }
    }

    /// <summary>Signals the program and whatever it started in its session's first group.</summary>
    public void Signal(int signal)
    {
        if (Volatile.Read(ref _ended) == 0) _ = LibC.SendSignal(-Id, signal);
    }

    /// <summary>Signals the program alone.</summary>
    public void SignalAlone(int signal)
    {
        if (Volatile.Read(ref _ended) == 0) _ = LibC.SendSignal(Id, signal);
    }

    private int End(int status)
    {
        Volatile.Write(ref _ended, 1);
        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
    }

    private static IEnumerable<string> Environment(IReadOnlyDictionary<string, string>? additions)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables()) all[(string)variable.Key] = PodAddress.Fill((string?)variable.Value ?? "");
        foreach (var (name, value) in additions ?? new Dictionary<string, string>()) all[name] = value;
        return all.Select(variable => $"{variable.Key}={variable.Value}");
    }
}
