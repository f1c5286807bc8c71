namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>The peer broke the protocol; the connection cannot go on.</summary>
internal sealed class SpdyException : IOException
{
    public SpdyException(string message)
        : base($"SPDY: {message}")
    {
    }

    public SpdyException(string message, Exception inner)
        : base($"SPDY: {message}", inner)
    {
    }
}
