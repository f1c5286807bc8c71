using Frankenetes.Shell.Hosting;

namespace Frankenetes.Shell.Prompts;

/// <summary>Reads a line at a terminal: arrows, Home, End, history, completion by Tab; Ctrl-C drops the line, Ctrl-D in an empty one ends the input.</summary>
internal sealed class LineEditor(Terminal terminal, LineHistory history, ICompletion completion)
{
    private readonly LineBuffer _buffer = new();
    private LineView _view = new("", 0);
    private ICompletionChoice? _choice;

    /// <summary>The line; null at the end of the input; empty after Ctrl-C.</summary>
    /// <param name="prompt">Shown before the line; it may hold escape sequences and line ends.</param>
    /// <param name="cancelled">Whether Ctrl-C ended it.</param>
    internal string? Read(string prompt, out bool cancelled)
    {
        _buffer.Set("");
        _choice = null;
        _view = LineView.Begin(terminal, prompt);
        cancelled = false;
        while (true)
        {
            var key = terminal.ReadKey();
            if (IsControl(key, ConsoleKey.C))
            {
                cancelled = true;
                return Finish("");
            }

            if (IsControl(key, ConsoleKey.D) && _buffer.Text.Length == 0)
                return Finish(null);
            if (key.Key == ConsoleKey.Enter)
            {
                history.Add(_buffer.Text);
                return Finish(_buffer.Text);
            }

            Apply(key);
            _view.Draw(terminal, _buffer);
        }
    }

    private void Apply(ConsoleKeyInfo key)
    {
        if (key.Key == ConsoleKey.Tab)
        {
            Complete(forward: (key.Modifiers & ConsoleModifiers.Shift) == 0);
            return;
        }

        _choice = null;
        switch (key.Key)
        {
            case ConsoleKey.Backspace: _buffer.DeleteLeft(); break;
            case ConsoleKey.Delete: _buffer.DeleteRight(); break;
            case ConsoleKey.LeftArrow: _buffer.Move(-1); break;
            case ConsoleKey.RightArrow: _buffer.Move(1); break;
            case ConsoleKey.Home: _buffer.MoveToStart(); break;
            case ConsoleKey.End: _buffer.MoveToEnd(); break;
            case ConsoleKey.UpArrow: _buffer.Set(history.Older() ?? _buffer.Text); break;
            case ConsoleKey.DownArrow: _buffer.Set(history.Newer()); break;
            case ConsoleKey.Escape: _buffer.Set(""); break;
            case var _ when IsControl(key, ConsoleKey.A): _buffer.MoveToStart(); break;
            case var _ when IsControl(key, ConsoleKey.E): _buffer.MoveToEnd(); break;
            case var _ when IsControl(key, ConsoleKey.U): _buffer.Replace(0, _buffer.Cursor, ""); break;
            case var _ when !char.IsControl(key.KeyChar): _buffer.Insert(key.KeyChar); break;
        }
    }

    // The first Tab asks what could stand here, each further one goes on to the next.
    private void Complete(bool forward)
    {
        _choice ??= completion.At(_buffer.Text, _buffer.Cursor);
        if (_choice is not null)
            _buffer.Replace(_choice.Start, _buffer.Cursor - _choice.Start, _choice.Next(forward));
    }

    private string? Finish(string? line)
    {
        _buffer.MoveToEnd();
        _view.Draw(terminal, _buffer);
        terminal.Out.WriteLine();
        return line;
    }

    private static bool IsControl(ConsoleKeyInfo key, ConsoleKey letter) => key.Key == letter && (key.Modifiers & ConsoleModifiers.Control) != 0;
}
