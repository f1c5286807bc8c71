namespace Frankenetes.VirtualKubelet.KubeletApi.Sessions;

/// <summary>Keeps what is written, by several writers at a time, up to a limit; beyond it writing fails.</summary>
internal sealed class OutputCollector(int limit) : MemoryStream
{
    private readonly Lock _turn = new();

    public bool IsFull { get; private set; }

    public ReadOnlyMemory<byte> Collected => GetBuffer().AsMemory(0, (int)Length);

    // All ways of writing come here.
    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_turn)
        {
            IsFull |= Length + count > limit;
            if (IsFull) throw new IOException("the output is too long");
            base.Write(buffer, offset, count);
        }
    }
}
