using System.Text.RegularExpressions;
using Frankenetes.Shell.Hosting;

namespace Frankenetes.Shell.Prompts;

/// <summary>The rows of the terminal that show the line: drawn anew at every change, wrapped where the terminal wraps.</summary>
internal sealed partial class LineView(string prompt, int promptColumns)
{
    private const int ColumnsWithoutTerminal = 80;
    private int _cursorRow;
    private string _drawn = "";
    private bool _cursorAtEnd = true;

    /// <summary>Writes what the prompt says on earlier rows and begins with its last one.</summary>
    internal static LineView Begin(Terminal terminal, string prompt)
    {
        var end = prompt.LastIndexOf('\n') + 1;
        terminal.Out.Write(prompt);
        terminal.Out.Flush();
        return new LineView(prompt[end..], EscapeSequence().Replace(prompt[end..], "").Length);
    }

    internal void Draw(Terminal terminal, LineBuffer buffer)
    {
        var columns = Math.Max(1, terminal.Columns() ?? ColumnsWithoutTerminal);
        var end = promptColumns + buffer.Text.Length;
        var cursor = promptColumns + buffer.Cursor;
        // Plain typing adds one character at the end: that alone is written, so nothing flickers.
        var adds = buffer.Cursor == buffer.Text.Length && buffer.Text.Length == _drawn.Length + 1 && end % columns != 0 && buffer.Text.StartsWith(_drawn, StringComparison.Ordinal);
        if (adds && _cursorAtEnd)
        {
            terminal.Out.Write(buffer.Text[^1]);
            terminal.Out.Flush();
            (_drawn, _cursorRow) = (buffer.Text, cursor / columns);
            return;
        }

        var up = _cursorRow > 0 ? $"\e[{_cursorRow}A" : "";
        terminal.Out.Write($"\r{up}\e[J{prompt}{buffer.Text}");
        // A full row leaves the terminal's cursor behind its last column; a blank makes it wrap, as the arithmetic has it.
        if (end % columns == 0)
            terminal.Out.Write(" \b");
        var back = end / columns - cursor / columns;
        terminal.Out.Write(back > 0 ? $"\e[{back}A\r" : "\r");
        if (cursor % columns > 0)
            terminal.Out.Write($"\e[{cursor % columns}C");
        terminal.Out.Flush();
        (_drawn, _cursorRow, _cursorAtEnd) = (buffer.Text, cursor / columns, end == cursor);
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex EscapeSequence();
}
