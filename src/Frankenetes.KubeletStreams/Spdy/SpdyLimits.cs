namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>What one connection may use up.</summary>
internal sealed record SpdyLimits
{
    /// <summary>Streams at a time; more are refused.</summary>
    public int Streams { get; init; } = 512;

    /// <summary>Bytes that one stream keeps for a slow reader. Then the whole connection waits: its clients know no other flow control than TCP's.</summary>
    public int Backlog { get; init; } = 64 * 1024;

    /// <summary>Bytes of one control frame.</summary>
    public int ControlFrame { get; init; } = 32 * 1024;

    /// <summary>Bytes of one unpacked header block.</summary>
    public int HeaderBlock { get; init; } = 64 * 1024;

    /// <summary>How often a silent peer is asked whether it is still there.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection may be silent both ways. Source: the kubelet's --streaming-connection-idle-timeout.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromHours(4);
}
