using Frankenetes.Ledger.Entries;

namespace Frankenetes.Ledger.Lives;

/// <summary>One life of a container group, from its making to its end.</summary>
internal sealed record GroupLife
{
    public required string ResourceGroup { get; init; }

    public required string Group { get; init; }

    /// <summary>Null where no entry tells; see <see cref="LedgerEntry.Role"/>.</summary>
    public string? Role { get; init; }

    public string? Node { get; init; }

    public string? PodUid { get; init; }

    public string? PodNamespace { get; init; }

    public string? PodName { get; init; }

    /// <summary>Null where no entry tells: what it cost cannot be told then.</summary>
    public GroupSize? Size { get; init; }

    /// <summary>When Azure began to work on it; when it was asked for, where Azure did not tell.</summary>
    public required DateTimeOffset Begin { get; init; }

    /// <summary>Whether <see cref="Begin"/> is Azure's word.</summary>
    public bool IsBeginTold { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Whether nobody saw its end: it is then when it was found to be gone.</summary>
    public bool IsEndGuessed { get; init; }
}
