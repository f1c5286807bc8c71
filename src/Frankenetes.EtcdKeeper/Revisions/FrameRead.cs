namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>What reading on in a segment gave.</summary>
/// <param name="Outcome">Whether there is a frame.</param>
/// <param name="Kind">Of the frame; default where there is none.</param>
/// <param name="Revision">Of the frame; 0 where there is none.</param>
/// <param name="Content">Of the frame; empty where there is none.</param>
internal readonly record struct FrameRead(FrameOutcome Outcome, FrameKind Kind, long Revision, ReadOnlyMemory<byte> Content);
