using Frankenetes.Ledger.Entries;

namespace Frankenetes.Ledger.Lives;

/// <summary>What became of the groups of one name, one after another.</summary>
internal sealed class LifePage
{
    private readonly List<GroupLife> _over = [];
    private GroupLife? _life;
    private bool _isSure;
    private DateTimeOffset? _deleting;
    private DateTimeOffset _seen;

    /// <summary>All lives that there were; one that was asked for and never seen is none.</summary>
    public IEnumerable<GroupLife> Lives() => _life is not null && _isSure ? _over.Append(_life) : _over;

    /// <summary>Whether a look at all groups should have found the one that is said to live. A request may still be on its way: what nobody has seen yet is not missed.</summary>
    public bool IsMissingIn(LedgerEntry look) =>
        _isSure && _life is { } life && life.ResourceGroup.Equals(look.ResourceGroup, StringComparison.OrdinalIgnoreCase) && (look.Node is null || look.Node == life.Node) && _seen < look.At
        && look.Present?.Contains(life.Group, StringComparer.OrdinalIgnoreCase) != true;

    /// <summary>It is gone, by this time at the latest: since it was about to be deleted, where somebody was.</summary>
    public void Lose(DateTimeOffset at)
    {
        // Asked for and never seen: whoever asked died before the request.
        if (_isSure)
            End(_deleting ?? at, guessed: _deleting is null);
        _life = null;
    }

    public void Add(LedgerEntry entry)
    {
        switch (entry.What)
        {
            case LedgerEvent.Creating:
                if (_life is not null)
                    Lose(entry.At);
                Begin(entry, entry.At);
                break;
            case LedgerEvent.Created:
                (_isSure, _seen) = (true, entry.At);
                break;
            case LedgerEvent.Refused:
                _life = _isSure ? _life : null;
                break;
            case LedgerEvent.Started when entry.Told is { } told:
                Start(entry, told);
                break;
            case LedgerEvent.Ended when entry.Told is { } told:
                if (_life is not null)
                    End(told, guessed: false);
                break;
            case LedgerEvent.Deleting:
                (_isSure, _deleting, _seen) = (true, entry.At, entry.At);
                break;
            case LedgerEvent.Deleted:
                if (_life is not null)
                    End(entry.At, guessed: false);
                break;
            case LedgerEvent.Absent:
                if (_life is not null)
                    Lose(entry.At);
                break;
            default:
                break;
        }
    }

    private void Start(LedgerEntry entry, DateTimeOffset told)
    {
        // Late words of a life that is over: its end stands.
        if (_life is null && _over.Count > 0 && told <= _over[^1].End)
            return;
        if (_life is null)
            Begin(entry, told);
        // Azure's word counts more than that of whoever asked, and its first word most: a restart inside the same life changes nothing of what is billed.
        if (!_life!.IsBeginTold || told < _life.Begin)
            _life = _life with { Begin = told, IsBeginTold = true, Size = entry.Size ?? _life.Size };
        (_isSure, _seen, _deleting) = (true, entry.At, null);
    }

    private void Begin(LedgerEntry entry, DateTimeOffset at)
    {
        _life = new GroupLife
        {
            ResourceGroup = entry.ResourceGroup,
            Group = entry.Group!,
            Role = entry.Role,
            Node = entry.Node,
            PodUid = entry.PodUid,
            PodNamespace = entry.PodNamespace,
            PodName = entry.PodName,
            Size = entry.Size,
            Begin = at,
        };
        (_isSure, _seen, _deleting) = (false, entry.At, null);
    }

    private void End(DateTimeOffset at, bool guessed)
    {
        if (_life is { } life)
            _over.Add(life with { End = at > life.Begin ? at : life.Begin, IsEndGuessed = guessed });
        (_life, _deleting) = (null, null);
    }
}
