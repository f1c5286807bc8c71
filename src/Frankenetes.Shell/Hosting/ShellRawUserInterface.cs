using System.Management.Automation.Host;

namespace Frankenetes.Shell.Hosting;

/// <summary>What formatting asks of the screen: its width. Cells cannot be read or drawn; that says so instead of pretending.</summary>
internal sealed class ShellRawUserInterface(Terminal terminal) : PSHostRawUserInterface
{
    // Tables that go to a file or a pipe are formatted as wide as pwsh formats them there.
    private const int ColumnsWithoutTerminal = 120;
    private const int Rows = 50;

    /// <summary>Columns that formatting gets instead of the terminal's; null for the terminal's.</summary>
    internal int? FixedColumns { get; set; }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(FixedColumns ?? terminal.Columns() ?? ColumnsWithoutTerminal, Rows);
        set => throw NotOffered();
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => BufferSize;
        set => throw NotOffered();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get => default;
        set => throw NotOffered();
    }

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => default;
        set => throw NotOffered();
    }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <inheritdoc/>
    public override string WindowTitle { get; set; } = "";

    /// <inheritdoc/>
    public override bool KeyAvailable => terminal.CanAsk && Console.KeyAvailable;

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.CanAsk)
            throw new HostException("A key cannot be read: standard input is no terminal.");
        var key = terminal.ReadKey();
        if ((options & ReadKeyOptions.NoEcho) == 0)
            terminal.Out.Write(key.KeyChar);
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
            terminal.ReadKey();
    }

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotOffered();

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NotOffered();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotOffered();

    /// <summary>Clear-Host fills the whole buffer with blanks; at a terminal that is one escape sequence.</summary>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
        if (terminal.ShowsOutput)
            terminal.Out.Write("\e[2J\e[H");
    }

    private static HostException NotOffered() => new("This shell writes lines; it cannot place or read characters on the screen.");
}
