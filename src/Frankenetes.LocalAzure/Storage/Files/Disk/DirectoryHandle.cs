using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>An open folder of a share. Every name is looked up in this very folder and no link is followed, so nothing here can leave the share.</summary>
internal sealed class DirectoryHandle : IDisposable
{
    private const uint EveryPermission = 0x1ff;
    private readonly int _descriptor;

    private DirectoryHandle(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens a share's top folder. Null when there is none.</summary>
    public static DirectoryHandle? TryOpenRoot(string path)
    {
        const int currentDirectory = -100;
        var descriptor = Posix.OpenAt(currentDirectory, path, DirectoryFlags, 0);
        return descriptor < 0 ? null : new DirectoryHandle(descriptor);
    }

    private static int DirectoryFlags => Posix.ReadOnly | Posix.OnlyDirectory | Posix.NoFollow | Posix.CloseOnExec;

    /// <summary>Opens a folder in this one. Null when there is none of the name.</summary>
    public DirectoryHandle? TryOpenDirectory(string name)
    {
        var descriptor = Posix.OpenAt(_descriptor, name, DirectoryFlags, 0);
        return descriptor < 0 ? OrNull<DirectoryHandle>() : new DirectoryHandle(descriptor);
    }

    /// <summary>Opens a regular file in this folder. Null when there is none of the name.</summary>
    public SafeFileHandle? TryOpenFile(string name, bool forWriting)
    {
        // A pipe would block until someone opens its other end, hence non-blocking; it is turned down right after.
        var flags = (forWriting ? Posix.ReadWrite : Posix.ReadOnly) | Posix.NoFollow | Posix.NonBlocking | Posix.CloseOnExec;
        var descriptor = Posix.OpenAt(_descriptor, name, flags, 0);
        if (descriptor < 0) return OrNull<SafeFileHandle>();
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (EntryOf(handle, name).Kind == EntryKind.File) return handle;
        handle.Dispose();
        return null;
    }

    /// <summary>Creates a file that everyone in a container may read, write and run. False when the name is taken.</summary>
    public bool TryCreateFile(string name, out SafeFileHandle handle)
    {
        var flags = Posix.ReadWrite | Posix.Create | Posix.Exclusive | Posix.NoFollow | Posix.CloseOnExec;
        var descriptor = Posix.OpenAt(_descriptor, name, flags, EveryPermission);
        handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (descriptor < 0) return Marshal.GetLastPInvokeError() == Posix.Exists ? false : throw DiskErrors.Last();
        // The process's umask took some permissions away.
        if (Posix.ChangeMode(descriptor, EveryPermission) != 0) throw DiskErrors.Last();
        return true;
    }

    /// <summary>Creates a folder open to everyone in a container. False when the name is taken.</summary>
    public bool TryCreateDirectory(string name)
    {
        if (Posix.MakeDirectoryAt(_descriptor, name, EveryPermission) != 0) return Marshal.GetLastPInvokeError() == Posix.Exists ? false : throw DiskErrors.Last();
        using var made = TryOpenDirectory(name);
        if (made is not null && Posix.ChangeMode(made._descriptor, EveryPermission) != 0) throw DiskErrors.Last();
        return true;
    }

    /// <summary>Removes whatever is not a folder. False when there is none of the name.</summary>
    public bool TryRemoveFile(string name) => Removed(Posix.UnlinkAt(_descriptor, name, 0));

    /// <summary>Removes an empty folder. False when there is none of the name.</summary>
    public bool TryRemoveDirectory(string name) => Removed(Posix.UnlinkAt(_descriptor, name, Posix.RemoveDirectoryFlag));

    /// <summary>What an entry is; null when there is none of the name.</summary>
    public Entry? TryStat(string name) =>
        Posix.StatX(_descriptor, name, Posix.NoFollowLink, StatXBuffer.Mask, out var buffer) == 0 ? Entry.Of(name, buffer) : OrNull<Entry>();

    /// <summary>This folder itself, under a name that the caller knows.</summary>
    public Entry Stat(string name) =>
        Posix.StatX(_descriptor, string.Empty, Posix.EmptyPath, StatXBuffer.Mask, out var buffer) == 0 ? Entry.Of(name, buffer) : throw DiskErrors.Last();

    /// <summary>An open file.</summary>
    public static Entry EntryOf(SafeFileHandle handle, string name) =>
        Posix.StatX((int)handle.DangerousGetHandle(), string.Empty, Posix.EmptyPath, StatXBuffer.Mask, out var buffer) == 0 ? Entry.Of(name, buffer) : throw DiskErrors.Last();

    /// <summary>The files and folders in this one, in no order.</summary>
    public IEnumerable<Entry> Entries()
    {
        // The kernel's own name of the open folder, so that it is this one that is listed whatever happened to its path.
        foreach (var path in Directory.EnumerateFileSystemEntries($"/proc/self/fd/{_descriptor}/."))
        {
            if (TryStat(Path.GetFileName(path)) is { Kind: not EntryKind.Other } entry) yield return entry;
        }
    }

    public void Dispose() => _ = Posix.Close(_descriptor);

    private static bool Removed(int result) => result == 0 || (Marshal.GetLastPInvokeError() == Posix.NotFound ? false : throw DiskErrors.Last());

    private static T? OrNull<T>()
        where T : class => Marshal.GetLastPInvokeError() is Posix.NotFound or Posix.NotDirectory or Posix.Loop or Posix.IsDirectory ? null : throw DiskErrors.Last();
}
