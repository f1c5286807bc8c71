namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>The client's ends of one exec or attach, whatever protocol carries them.</summary>
public abstract class RemoteCommandSession : IAsyncDisposable
{
    /// <summary>What the client types; 0 bytes once it has closed it. Null where it gives none.</summary>
    public abstract Stream? Input { get; }

    /// <summary>Standard output; writes wait for a slow client. <see cref="Stream.Null"/> where it is not wanted.</summary>
    public abstract Stream Output { get; }

    /// <summary>Standard error; null where it is not wanted or part of the output.</summary>
    public abstract Stream? Error { get; }

    /// <summary>Sizes of the client's terminal; null where there is none or the protocol cannot tell.</summary>
    public abstract IAsyncEnumerable<TerminalResize>? Resizes { get; }

    /// <summary>Cancelled when the client went away.</summary>
    public abstract CancellationToken Gone { get; }

    /// <summary>Tells the client that the command has ended and how. The output must have been written. Waits until the client has read it, for a while.</summary>
    public Task ExitAsync(int exitCode) => EndAsync(CommandStatus.OfExit(exitCode, HasStatus));

    /// <summary>Tells the client that the command could not be run or watched to its end.</summary>
    public Task FailAsync(string message) => EndAsync(CommandStatus.OfFailure(message, HasStatus));

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private protected abstract bool HasStatus { get; }

    private protected abstract Task EndAsync(byte[] status);
}
