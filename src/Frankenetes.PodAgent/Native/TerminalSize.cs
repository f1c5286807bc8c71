using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Frankenetes.PodAgent.Native;

/// <summary>A terminal's size in signs, sent as <c>{columns} {rows}</c>.</summary>
internal readonly record struct TerminalSize(ushort Columns, ushort Rows)
{
    /// <summary>False: it is no size.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TerminalSize size)
    {
        size = default;
        if (!Utf8Parser.TryParse(text, out ushort columns, out var read) || read >= text.Length || !Utf8Parser.TryParse(text[(read + 1)..], out ushort rows, out _)) return false;
        size = new TerminalSize(columns, rows);
        return true;
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Columns} {Rows}"));
}
