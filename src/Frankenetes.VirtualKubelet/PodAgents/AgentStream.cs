using Frankenetes.KubeletStreams;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>A connection that the pod agent relays, as a stream.</summary>
internal sealed class AgentStream(AgentChannel channel) : DuplexStream
{
    private ReadOnlyMemory<byte> _left;
    private bool _over;

    /// <summary>Why the line to the agent broke; null: it did not.</summary>
    public SessionException? Lost { get; private set; }

    /// <summary>Waits until the agent is connected.</summary>
    /// <exception cref="HttpRequestException">Nothing listens there.</exception>
    /// <exception cref="SessionException">The line broke.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var first = await NextAsync(cancellationToken).ConfigureAwait(false);
        if (first.Kind == AgentFrame.Result) throw new HttpRequestException(AgentCommands.ResultOf(first).Error ?? "the pod's side closed at once");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_left.Length == 0 && !_over)
        {
            var frame = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (frame.Kind == AgentFrame.Output) _left = frame.Payload;
            _over = frame.Kind is AgentFrame.Result or AgentFrame.End;
        }
        var count = Math.Min(buffer.Length, _left.Length);
        if (count == 0) return 0;
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        await KeepAsync(channel.GrantAsync(count, cancellationToken)).ConfigureAwait(false);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await KeepAsync(channel.WriteAsync(buffer, cancellationToken)).ConfigureAwait(false);

    public override async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<AgentFrame> NextAsync(CancellationToken cancellationToken)
    {
        var next = channel.NextAsync(cancellationToken).AsTask();
        await KeepAsync(next).ConfigureAwait(false);
        return await next.ConfigureAwait(false);
    }

    // What it throws is wrapped by whoever reads and writes through TLS and HTTP.
    private async Task KeepAsync(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (SessionException broke)
        {
            Lost ??= broke;
            throw;
        }
    }

    // Whoever disposes so cannot wait: giving up is one frame.
    protected override void Dispose(bool disposing)
    {
        if (disposing) _ = channel.DisposeAsync().AsTask();
        base.Dispose(disposing);
    }
}
