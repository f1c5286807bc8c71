namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>Kinds of control frames. Source: SPDY Protocol, Draft 3.1, 2.6.</summary>
internal enum FrameType : ushort
{
    SynStream = 1,
    SynReply = 2,
    RstStream = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
    Headers = 8,
    WindowUpdate = 9,
}
