using System.Runtime.InteropServices;

namespace Frankenetes.PodAgent.Native;

/// <summary>A file descriptor, read and written with blocking calls.</summary>
internal sealed unsafe class Descriptor(int number) : IDisposable
{
    private int _number = number;

    public int Number => _number;

    /// <summary>A pipe whose ends no child inherits.</summary>
    public static (Descriptor Read, Descriptor Write) Pipe()
    {
        var ends = stackalloc int[2];
        if (LibC.Pipe(ends, LibC.CloseOnExec) != 0) throw new SystemCallException("pipe2");
        return (new Descriptor(ends[0]), new Descriptor(ends[1]));
    }

    /// <summary>0 at the end, also when the other side of a terminal is gone.</summary>
    public int Read(Span<byte> buffer)
    {
        fixed (byte* at = buffer)
        {
            while (true)
            {
                var count = LibC.Read(_number, at, buffer.Length);
                if (count >= 0) return (int)count;
                var error = Marshal.GetLastPInvokeError();
                if (error == LibC.InputOutput) return 0;
                if (error != LibC.Interrupted) throw new SystemCallException("read", error);
            }
        }
    }

    /// <summary>Writes all of it; false when nobody reads any more.</summary>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (nint done = 0; done < bytes.Length;)
            {
                var count = LibC.Write(_number, start + done, bytes.Length - done);
                if (count >= 0)
                {
                    done += count;
                    continue;
                }
                var error = Marshal.GetLastPInvokeError();
                if (error is LibC.BrokenPipe or LibC.InputOutput) return false;
                if (error != LibC.Interrupted) throw new SystemCallException("write", error);
            }
        }
        return true;
    }

    /// <summary>Waits until there is something to read here or on the other one; false when the time is over.</summary>
    public bool WaitReadable(Descriptor? other, TimeSpan limit)
    {
        var wanted = stackalloc LibC.Wanted[2];
        wanted[0] = new LibC.Wanted { Descriptor = _number, Events = LibC.Readable };
        wanted[1] = new LibC.Wanted { Descriptor = other?._number ?? -1, Events = LibC.Readable };
        var milliseconds = limit == Timeout.InfiniteTimeSpan ? -1 : (int)limit.TotalMilliseconds;
        var found = LibC.Poll(wanted, 2, milliseconds);
        // An interruption counts as something: whoever waits looks and waits again.
        return found > 0 || (found < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
    }

    /// <summary>Whether reading would return at once.</summary>
    public bool IsReadable => WaitReadable(null, TimeSpan.Zero);

    public void Dispose()
    {
        var closing = Interlocked.Exchange(ref _number, -1);
        if (closing >= 0) _ = LibC.Close(closing);
    }
}
