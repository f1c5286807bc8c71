namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>What a frame of a segment holds.</summary>
internal enum FrameKind : byte
{
    /// <summary>A <see cref="SegmentHeader"/> as JSON; the first frame, and only that.</summary>
    Header = 1,

    /// <summary>A RevisionRecord (Etcd/Protos/history.proto).</summary>
    Revision = 2,

    /// <summary>Nothing: the keeper ended in order, gate closed, and every revision that a client can know of stands before.</summary>
    End = 3,
}
