using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Frankenetes.KubeletStreams.RemoteCommands;

/// <summary>Reads the resize stream: JSON objects, one after the other.</summary>
internal static class TerminalResizes
{
    private const int LongestObject = 256;

    /// <summary>Ends with the stream, and at the first thing that is no size: what follows cannot be told apart any more.</summary>
    public static async IAsyncEnumerable<TerminalResize> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var buffer = new byte[LongestObject];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await NextAsync(stream, buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0) yield break;
            length += read;
            for (int end; (end = buffer.AsSpan(0, length).IndexOf((byte)'}')) >= 0;)
            {
                if (Parse(buffer.AsSpan(0, end + 1)) is not { } size) yield break;
                buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                length -= end + 1;
                yield return size;
            }
        }
    }

    private static async ValueTask<int> NextAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static TerminalResize? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return new TerminalResize(document.RootElement.GetProperty("Width").GetUInt16(), document.RootElement.GetProperty("Height").GetUInt16());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
