using Frankenetes.KubeletStreams;

namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>Keeps what is written, by several writers at a time, up to a limit; beyond it writing fails.</summary>
internal sealed class OutputCollector(int limit) : ForwardStream
{
    private readonly MemoryStream _content = new();
    private readonly Lock _turn = new();

    public bool IsFull { get; private set; }

    public ReadOnlyMemory<byte> Collected => _content.GetBuffer().AsMemory(0, (int)_content.Length);

    public override bool CanRead => false;

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        lock (_turn)
        {
            IsFull |= _content.Length + buffer.Length > limit;
            if (IsFull) throw new IOException("the output is too long");
            _content.Write(buffer);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}
