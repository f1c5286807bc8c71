using System.Runtime.InteropServices;

namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>The system calls that work relative to an open folder: the only way to walk a tree in which containers may swap a folder for a link at any moment.</summary>
internal static partial class Posix
{
    public const int NotFound = 2, AccessDenied = 13, Exists = 17, NotDirectory = 20, IsDirectory = 21, TextBusy = 26, NoSpace = 28, NameTooLong = 36, NotEmpty = 39, Loop = 40;
    public const int ReadOnly = 0, ReadWrite = 2, Create = 0x40, Exclusive = 0x80, NonBlocking = 0x800, CloseOnExec = 0x80000;
    public const int RemoveDirectoryFlag = 0x200, NoFollowLink = 0x100, EmptyPath = 0x1000;
    public const int SeekData = 3, SeekHole = 4;
    public const int KeepSizePunchHole = 0x1 | 0x2;

    // These two differ by processor (include/uapi/asm-generic/fcntl.h against arch/arm64).
    private static readonly bool Arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int OnlyDirectory => Arm ? 0x4000 : 0x10000;

    public static int NoFollow => Arm ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int directory, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeDirectoryAt(int directory, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(int directory, string name, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int StatX(int directory, string name, int flags, uint mask, out StatXBuffer buffer);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(int descriptor, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int descriptor, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
