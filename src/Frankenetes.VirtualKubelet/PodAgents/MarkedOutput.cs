using System.Globalization;
using System.Text;

namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>What a shell says between two marks.</summary>
internal sealed class MarkedOutput(ContainerTerminal terminal, string mark)
{
    private readonly byte[] _mark = Encoding.ASCII.GetBytes(mark);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _length;

    /// <summary>Skips what comes before the first mark and its line end; false when nothing more comes.</summary>
    public async Task<bool> FindStartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _buffer.AsSpan(0, _length).IndexOf(_mark);
            var end = at < 0 ? -1 : _buffer.AsSpan(at, _length - at).IndexOf((byte)'\n');
            if (end >= 0)
            {
                Drop(at + end + 1);
                return true;
            }
            if (at < 0 && _length > _mark.Length) Drop(_length - _mark.Length);
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) return false;
        }
    }

    /// <summary>Copies what comes before the second mark; the answer is the exit code behind it, null when the mark never came.</summary>
    public async Task<int?> CopyAsync(Stream output, CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _buffer.AsSpan(0, _length).IndexOf(_mark);
            var ready = at >= 0 ? at : Math.Max(0, _length - _mark.Length);
            await output.WriteAsync(_buffer.AsMemory(0, ready), cancellationToken).ConfigureAwait(false);
            Drop(ready);
            if (at >= 0 && Code() is { } code) return code;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) return null;
        }
    }

    private int? Code()
    {
        var rest = _buffer.AsSpan(0, _length)[_mark.Length..];
        var end = rest.IndexOf((byte)'\n');
        return end > 0 && int.TryParse(Encoding.ASCII.GetString(rest[1..end]).Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var count = await terminal.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
        _length += count;
        return count > 0;
    }
}
