using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>Tells when processes of this machine end, children or not, by pidfd_open(2) and epoll(7): the engine's own events come up to 0.25 s late.</summary>
internal static partial class ProcessEnds
{
    private const int OpenProcess = 434;
    private const int CloseOnExecution = 0x80000;
    private const int Add = 1;
    private const uint Readable = 1;
    private const int NoSuchProcess = 3;

    // struct epoll_event is packed on x86-64 alone.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly ConcurrentDictionary<int, TaskCompletionSource> Waiting = new();
    private static readonly Lazy<int> Epoll = new(Listen);

    /// <summary>Completes when the process has ended; at once when there is none of that id. Null where the kernel cannot tell.</summary>
    public static Task? WaitAsync(int processId)
    {
        if (processId <= 0)
            return Task.CompletedTask;
        var process = SystemCall(OpenProcess, processId, 0);
        if (process < 0)
            return Marshal.GetLastPInvokeError() == NoSuchProcess ? Task.CompletedTask : null;
        var ended = Waiting[(int)process] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Span<byte> interest = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(interest, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(interest[DataOffset..], (int)process);
        if (Control(Epoll.Value, Add, (int)process, ref MemoryMarshal.GetReference(interest)) == 0)
            return ended.Task;
        Waiting.TryRemove((int)process, out _);
        _ = Close((int)process);
        return null;
    }

    private static int Listen()
    {
        var epoll = Create(CloseOnExecution);
        new Thread(() => Hear(epoll)) { IsBackground = true, Name = "process ends" }.Start();
        return epoll;
    }

    private static void Hear(int epoll)
    {
        Span<byte> one = stackalloc byte[16];
        while (true)
        {
            if (Wait(epoll, ref MemoryMarshal.GetReference(one), 1, -1) != 1)
                continue;
            var process = BinaryPrimitives.ReadInt32LittleEndian(one[DataOffset..]);
            // Taken out before it is closed: the next one may be given the same number.
            Waiting.TryRemove(process, out var ended);
            _ = Close(process);
            ended?.TrySetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int descriptor, ref byte interest);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int Wait(int epoll, ref byte events, int count, int timeout);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
