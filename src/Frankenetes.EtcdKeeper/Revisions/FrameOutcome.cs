namespace Frankenetes.EtcdKeeper.Revisions;

internal enum FrameOutcome
{
    /// <summary>A whole frame that fits the chain.</summary>
    Frame,

    /// <summary>The segment ends where a frame ends.</summary>
    End,

    /// <summary>The segment ends within a frame: its writer did not come to the end of it.</summary>
    Torn,

    /// <summary>What stands there was never written so.</summary>
    Damaged,
}
