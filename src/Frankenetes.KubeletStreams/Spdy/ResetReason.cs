namespace Frankenetes.KubeletStreams.Spdy;

/// <summary>Why a stream is torn off. Source: SPDY Protocol, Draft 3.1, 2.6.3.</summary>
internal enum ResetReason : uint
{
    ProtocolError = 1,
    InvalidStream = 2,
    RefusedStream = 3,
    Cancel = 5,
    InternalError = 6,
    StreamAlreadyClosed = 9,
}
