namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>What a keeper that brought a store back found, for whoever asked for the start.</summary>
internal sealed record StartReport
{
    /// <summary>Whether the store is what a suspend sealed, to the revision; false = a replay of what the record held.</summary>
    public required bool Exact { get; init; }

    /// <summary>The highest revision of before that came back.</summary>
    public required long Revision { get; init; }

    /// <summary>The store's revision when the gate opened: at it, lists show what the controllers have not touched yet. Null = it has not opened.</summary>
    public long? Opened { get; init; }

    /// <summary>When the newest change that came back was made; null = it is not known.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>Whether the record says that nothing is missing.</summary>
    public required bool Complete { get; init; }

    /// <summary>In words; null = nothing to say.</summary>
    public string? Remark { get; init; }
}
