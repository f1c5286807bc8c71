using System.Management.Automation;

namespace Frankenetes.Shell.Hosting;

/// <summary>
/// One line at the foot of the terminal that says what runs. It goes to standard error, and only where that is a terminal: a log holds none of it.
/// </summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private const int ColumnsWithoutTerminal = 80;
    private readonly Lock _gate = new();
    private readonly List<(long Source, ProgressRecord Record)> _running = [];
    private bool _shown;

    /// <summary>Shows the record in place of the line before; a completed one gives way to what else still runs.</summary>
    internal void Show(long source, ProgressRecord record)
    {
        if (!terminal.ShowsErrors)
            return;
        lock (_gate)
        {
            _running.RemoveAll(entry => entry.Source == source && entry.Record.ActivityId == record.ActivityId);
            if (record.RecordType == ProgressRecordType.Processing)
                _running.Add((source, record));
            Erase();
            if (_running.Count > 0)
                Draw(_running[^1].Record);
        }
    }

    /// <summary>Takes the line away, so that other output can be written; the next record shows it again.</summary>
    internal void Clear()
    {
        lock (_gate)
            Erase();
    }

    /// <summary>Forgets what ran: a stopped pipeline completes no record.</summary>
    internal void Reset()
    {
        lock (_gate)
        {
            _running.Clear();
            Erase();
        }
    }

    private void Erase()
    {
        if (!_shown)
            return;
        terminal.Error.Write("\r\e[K");
        terminal.Error.Flush();
        _shown = false;
    }

    private void Draw(ProgressRecord record)
    {
        var share = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        var operation = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        var text = $"{record.Activity}: {record.StatusDescription}{operation}{share}".ReplaceLineEndings(" ");
        // The last column stays free: a full one makes terminals wrap, and the line could not be erased.
        var room = Math.Max(1, (terminal.Columns() ?? ColumnsWithoutTerminal) - 1);
        terminal.Error.Write(text.Length <= room ? text : text[..room]);
        terminal.Error.Flush();
        _shown = true;
    }
}
