namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>Keeps what is written, by several writers at a time, up to a limit; beyond it writing fails.</summary>
internal sealed class OutputCollector(int limit) : Stream
{
    private readonly MemoryStream _content = new();
    private readonly Lock _turn = new();

    public bool IsFull { get; private set; }

    public ReadOnlyMemory<byte> Collected => _content.GetBuffer().AsMemory(0, (int)_content.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _content.Length;

    public override long Position { get => _content.Position; set => throw new NotSupportedException(); }

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

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}
