namespace Frankenetes.Shell.Prompts;

/// <summary>A line while it is edited: its text and where the cursor stands in it.</summary>
internal sealed class LineBuffer
{
    internal string Text { get; private set; } = "";

    /// <summary>How many characters are left of the cursor.</summary>
    internal int Cursor { get; private set; }

    internal void Set(string text) => (Text, Cursor) = (text, text.Length);

    internal void Insert(char character)
    {
        Text = Text.Insert(Cursor, character.ToString());
        Cursor++;
    }

    /// <summary>Puts a text in place of <paramref name="length"/> characters and the cursor behind it.</summary>
    internal void Replace(int start, int length, string text)
    {
        Text = Text.Remove(start, length).Insert(start, text);
        Cursor = start + text.Length;
    }

    internal void DeleteLeft()
    {
        if (Cursor == 0)
            return;
        Cursor--;
        Text = Text.Remove(Cursor, 1);
    }

    internal void DeleteRight()
    {
        if (Cursor < Text.Length)
            Text = Text.Remove(Cursor, 1);
    }

    internal void Move(int by) => Cursor = Math.Clamp(Cursor + by, 0, Text.Length);

    internal void MoveToStart() => Cursor = 0;

    internal void MoveToEnd() => Cursor = Text.Length;
}
