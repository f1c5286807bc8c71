namespace Frankenetes.PodAgent.Sessions;

/// <summary>The kinds of frames, as docs/contracts.md lists them; no digits, which would be the channel's.</summary>
internal static class FrameKind
{
    /// <summary>To us: a part of a request's JSON; <see cref="Open"/> brings the last one.</summary>
    public const char Part = 'p';

    /// <summary>To us: the request is complete; do it.</summary>
    public const char Open = 'o';

    /// <summary>To us: input of the command, or bytes for the connection.</summary>
    public const char Input = 'i';

    /// <summary>Both ways: no more input, no more output.</summary>
    public const char End = 'e';

    /// <summary>Both ways: the other side may send so many more bytes (decimal).</summary>
    public const char Credit = 'w';

    /// <summary>To us: the terminal's size, <c>{columns} {rows}</c>.</summary>
    public const char Resize = 'r';

    /// <summary>To us: give the request up; on channel 0: the session is over.</summary>
    public const char Cancel = 'c';

    /// <summary>Both ways, channel 0: still here. Each one that we get is answered.</summary>
    public const char Heartbeat = 'h';

    /// <summary>From us: output, or bytes of the connection.</summary>
    public const char Output = 'd';

    /// <summary>From us: error output.</summary>
    public const char Error = 'f';

    /// <summary>From us: something to know, as JSON.</summary>
    public const char Message = 'm';

    /// <summary>From us: the request is over; how, as JSON. Nothing follows on its channel.</summary>
    public const char Result = 'x';
}
