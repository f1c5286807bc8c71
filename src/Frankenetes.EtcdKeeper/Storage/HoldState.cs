namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>Whose an append blob is.</summary>
internal enum HoldState
{
    /// <summary>The caller's lease binds, and the blob is not sealed.</summary>
    Held,

    /// <summary>Nobody's lease binds, and the blob is not sealed.</summary>
    Free,

    /// <summary>Another's lease binds, or somebody has sealed the blob.</summary>
    Taken,

    Absent,
}
