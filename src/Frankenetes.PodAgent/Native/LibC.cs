using System.Runtime.InteropServices;

namespace Frankenetes.PodAgent.Native;

/// <summary>
/// The C library's calls that .NET does not offer or that its own would disturb: its console and process classes put the terminal back to echoing.
/// Layouts and numbers are those of Linux on x86-64 with glibc.
/// </summary>
internal static unsafe partial class LibC
{
    public const int NoSuchFile = 2, Interrupted = 4, InputOutput = 5, NoAccess = 13, BrokenPipe = 32;
    public const int ReadWrite = 2, NoControllingTerminal = 0x100, CloseOnExec = 0x80000;
    public const short Readable = 1, Failed = 8, HungUp = 16;
    public const int Hangup = 1, Kill = 9, PipeBroken = 13, Terminate = 15;

    [StructLayout(LayoutKind.Sequential)]
    public struct Wanted
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelWidth;
        public ushort PixelHeight;
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(Wanted* wanted, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SetHandler(int signal, nint handler);

    /// <summary>The signal does nothing to us any more; the programs that we start meet it in its first state.</summary>
    public static void Ignore(int signal) => _ = SetHandler(signal, 1);

    /// <summary>The signal does again what it does at first.</summary>
    public static void Restore(int signal) => _ = SetHandler(signal, 0);

    [LibraryImport("libc", EntryPoint = "execvpe", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Execute(string file, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitProcess(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetTerminal(int descriptor, byte* attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetTerminal(int descriptor, int when, byte* attributes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(byte* attributes);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int SetWindowSize(int descriptor, nuint request, WindowSize* size);

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenPseudoTerminal(int flags);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockPseudoTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    public static partial int NamePseudoTerminal(int descriptor, byte* name, nuint length);

    /// <summary>Puts a file or link in the place of another, in one step.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public static void Rename(string from, string to)
    {
        if (RenameFile(from, to) != 0) throw new IOException(new SystemCallException("rename").Message);
    }

    /// <summary>-1 leaves user or group as it is. Who may not, does not: only root can give files away.</summary>
    public static void ChangeOwner(string path, int user, int group) => _ = SetOwner(path, user, group);

    /// <summary>A path without links, in memory of the call's own where <paramref name="buffer"/> is 0; null where there is nothing.</summary>
    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    public static partial string? RealPath(string path, nint buffer);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOwner(string path, int user, int group);
}
