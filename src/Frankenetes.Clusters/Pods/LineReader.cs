using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Frankenetes.Clusters.Pods;

/// <summary>Splits a stream into lines as they come. Only line feeds part lines: a progress bar's carriage returns belong to its line.</summary>
internal static class LineReader
{
    /// <summary>The lines without their ends (LF, CR LF); what stands behind the last line feed is a line too. Disposes the stream.</summary>
    public static async IAsyncEnumerable<byte[]> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream);
        await using var owner = stream.ConfigureAwait(false);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                yield return Line(buffer.Slice(0, end));
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty)
                    yield return Line(buffer);
                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync().ConfigureAwait(false);
    }

    private static byte[] Line(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray();
        return bytes is [.., (byte)'\r'] ? bytes[..^1] : bytes;
    }
}
