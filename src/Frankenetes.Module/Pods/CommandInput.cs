using System.Buffers;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;

namespace Frankenetes.Module.Pods;

/// <summary>Standard input on its way from the pipeline to a command: a writer that is faster than the command waits.</summary>
internal sealed class CommandInput
{
    private const int LargestPiece = 32 * 1024;
    private readonly Channel<ReadOnlyMemory<byte>> _pieces = Channel.CreateBounded<ReadOnlyMemory<byte>>(1024);

    /// <summary>Passes on bytes as they are, and anything else as a line of text.</summary>
    public Task WriteAsync(object? item, CancellationToken stop) => _pieces.Writer.WriteAsync(Bytes(item), stop).AsTask();

    /// <summary>There is no more.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    /// <summary>The bytes; what is there at the same time comes together, for many cmdlets write single bytes.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var together = new ArrayBufferWriter<byte>();
        while (await _pieces.Reader.WaitToReadAsync(stop).ConfigureAwait(false))
        {
            while (together.WrittenCount < LargestPiece && _pieces.Reader.TryRead(out var piece))
                together.Write(piece.Span);
            yield return together.WrittenMemory;
            together.Clear();
        }
    }

    private static byte[] Bytes(object? item) => (item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item) switch
    {
        byte one => [one],
        byte[] several => several,
        var other => Encoding.UTF8.GetBytes(LanguagePrimitives.ConvertTo<string>(other).ToString(CultureInfo.InvariantCulture) + "\n"),
    };
}
