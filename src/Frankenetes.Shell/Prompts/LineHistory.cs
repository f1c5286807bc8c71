namespace Frankenetes.Shell.Prompts;

/// <summary>The lines of this session; nothing of it is written to disk, so no secret that was typed stays behind.</summary>
internal sealed class LineHistory
{
    private readonly List<string> _lines = [];
    private int _at;

    /// <summary>Keeps the line, unless it is blank or the last one again, and starts over at the newest.</summary>
    internal void Add(string line)
    {
        if (!string.IsNullOrWhiteSpace(line) && (_lines.Count == 0 || _lines[^1] != line))
            _lines.Add(line);
        _at = _lines.Count;
    }

    /// <summary>The line before; null at the oldest.</summary>
    internal string? Older() => _at > 0 ? _lines[--_at] : null;

    /// <summary>The line after; empty behind the newest.</summary>
    internal string Newer()
    {
        _at = Math.Min(_at + 1, _lines.Count);
        return _at < _lines.Count ? _lines[_at] : "";
    }
}
