using System.Runtime.InteropServices;

namespace Frankenetes.LocalAzure.Storage.Durability;

/// <summary>Files that are either wholly there or wholly not, whatever instant the process or the machine stops at.</summary>
internal static partial class DurableFile
{
    private const UnixFileMode PrivateFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode PrivateDirectory = PrivateFile | UnixFileMode.UserExecute;
    private const int OpenReadCloseOnExec = 0x80000;

    /// <summary>What a temporary file's name ends in; a sweep at start removes what a crash left of them.</summary>
    public const string TemporarySuffix = ".partial";

    /// <summary>Options of a new private file (0600) that must not exist yet.</summary>
    public static FileStreamOptions NewPrivateFile => new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = PrivateFile,
        BufferSize = 0,
    };

    /// <summary>Creates a folder for its owner alone (0700), and the missing ones above it; an existing one stays.</summary>
    public static void CreatePrivateDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        // One by one, for CreateDirectory gives the mode to the last one alone.
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent) CreatePrivateDirectory(parent);
        Directory.CreateDirectory(path, PrivateDirectory);
    }

    /// <summary>Replaces a file's content in one step: readers and restarts see the old one or the new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
        try
        {
            using (var stream = new FileStream(temporary, NewPrivateFile))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes names created, renamed or removed in a folder last beyond a power failure.</summary>
    public static void SyncDirectory(string path)
    {
        var descriptor = Open(path, OpenReadCloseOnExec);
        if (descriptor < 0) throw new DirectoryNotFoundException($"The folder {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        try
        {
            if (Sync(descriptor) != 0) throw new IOException($"The folder {path} cannot be flushed: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
