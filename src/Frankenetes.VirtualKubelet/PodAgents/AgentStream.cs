using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>A connection that the pod agent relays, as a stream.</summary>
internal sealed class AgentStream(AgentChannel channel) : Stream
{
    private ReadOnlyMemory<byte> _left;
    private bool _over;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Waits until the agent is connected.</summary>
    /// <exception cref="SessionException">Nothing listens there.</exception>
    public static async Task<AgentStream> OpenAsync(AgentChannel channel, CancellationToken cancellationToken)
    {
        var first = await channel.NextAsync(cancellationToken).ConfigureAwait(false);
        return first.Kind == AgentFrame.Result ? throw new SessionException(AgentCommands.ResultOf(first).Error ?? "the pod's side closed at once") : new AgentStream(channel);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_left.Length == 0 && !_over)
        {
            var frame = await channel.NextAsync(cancellationToken).ConfigureAwait(false);
            if (frame.Kind == AgentFrame.Output) _left = frame.Payload;
            _over = frame.Kind is AgentFrame.Result or AgentFrame.End;
        }
        var count = Math.Min(buffer.Length, _left.Length);
        if (count == 0) return 0;
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        await channel.GrantAsync(count, cancellationToken).ConfigureAwait(false);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await channel.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => channel.WriteAsync(buffer.AsMemory(offset, count), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    public override void Flush()
    {
        // What is written is on its way.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // Whoever disposes so cannot wait: giving up is one frame.
    protected override void Dispose(bool disposing)
    {
        if (disposing) _ = channel.DisposeAsync().AsTask();
        base.Dispose(disposing);
    }
}
