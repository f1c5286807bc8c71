using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>One request to the pod agent and the bytes that flow for it. Disposing gives a request up that is not over.</summary>
internal sealed class AgentChannel(AgentConnection connection, int number) : IAsyncDisposable
{
    private readonly Channel<AgentFrame> _frames = Channel.CreateUnbounded<AgentFrame>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly AgentCredit _credit = new();
    private long _unread;
    private volatile bool _over;

    /// <summary>The next frame for whoever asked: output, error output, message, end or result.</summary>
    /// <exception cref="SessionException">The session broke off.</exception>
    public async ValueTask<AgentFrame> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _frames.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new SessionException("the connection to the container broke off: it has ended or cannot be reached");
        }
    }

    /// <summary>Bytes of output have been taken: so many more may come.</summary>
    public Task GrantAsync(int bytes, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _unread, -bytes);
        return _over ? Task.CompletedTask : connection.SendAsync(number, AgentFrame.Credit, Encoding.ASCII.GetBytes(bytes.ToString(CultureInfo.InvariantCulture)), cancellationToken);
    }

    /// <summary>Sends input, as fast as it is taken.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0 && !_over)
        {
            var count = await _credit.TakeAsync(Math.Min(bytes.Length, AgentFrame.MaximumPayload), cancellationToken).ConfigureAwait(false);
            await connection.SendAsync(number, AgentFrame.Input, bytes[..count], cancellationToken).ConfigureAwait(false);
            bytes = bytes[count..];
        }
    }

    public Task EndInputAsync(CancellationToken cancellationToken) => _over ? Task.CompletedTask : connection.SendAsync(number, AgentFrame.End, default, cancellationToken);

    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => _over ? Task.CompletedTask
        : connection.SendAsync(number, AgentFrame.Resize, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{size.Columns} {size.Rows}")), cancellationToken);

    /// <summary>A frame that came for this request; false when the other side does not keep to what it was granted.</summary>
    public bool Accept(in AgentFrame frame)
    {
        if (frame.Kind == AgentFrame.Credit)
        {
            if (Utf8Parser.TryParse(frame.Payload, out int bytes, out _) && bytes > 0) _credit.Add(bytes);
            return true;
        }
        if (frame.Kind is AgentFrame.Output or AgentFrame.Error && Interlocked.Add(ref _unread, frame.Payload.Length) > AgentCredit.Initial) return false;
        if (frame.Kind == AgentFrame.Result) _over = true;
        _frames.Writer.TryWrite(frame);
        return true;
    }

    /// <summary>The session is over.</summary>
    public void Break()
    {
        _over = true;
        _frames.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        if (_over) return;
        _over = true;
        await connection.GiveUpAsync(number).ConfigureAwait(false);
    }
}
