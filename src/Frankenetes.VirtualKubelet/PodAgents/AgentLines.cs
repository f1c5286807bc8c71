namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>Cuts what a terminal says into lines, however it comes.</summary>
internal sealed class AgentLines(ContainerTerminal terminal)
{
    private const int LongestLine = 24 * 1024;

    private readonly byte[] _buffer = new byte[2 * LongestLine];
    private int _start;
    private int _end;

    /// <summary>Without its end, good until the next call; null at the end of the session and after a line that is too long.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                var line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                return line;
            }
            if (_end - _start > LongestLine) return null;
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var count = await terminal.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0) return null;
            _end += count;
        }
    }
}
