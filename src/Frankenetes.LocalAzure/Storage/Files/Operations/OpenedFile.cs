using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>A file of a share, open, with the folder it is in.</summary>
internal sealed class OpenedFile : IDisposable
{
    private readonly DirectoryHandle _parent;
    private readonly string _name;

    private OpenedFile(DirectoryHandle parent, SafeFileHandle handle, string name) => (_parent, Handle, _name) = (parent, handle, name);

    public SafeFileHandle Handle { get; }

    /// <summary>What the disk knows of it now.</summary>
    public Entry Entry => DirectoryHandle.EntryOf(Handle, _name);

    /// <summary>Its folder.</summary>
    public Entry Parent => _parent.Stat(string.Empty);

    /// <summary>Opens the file that a request names, or refuses as the service does.</summary>
    public static OpenedFile Open(FileCall call, bool forWriting)
    {
        var path = call.Path;
        var parent = path.TryOpenParent(call.Share.ContentDirectory) ?? throw StorageErrors.ParentNotFound();
        try
        {
            var handle = parent.TryOpenFile(path.Name, forWriting) ?? throw StorageErrors.ResourceNotFound();
            return new OpenedFile(parent, handle, path.Name);
        }
        catch
        {
            parent.Dispose();
            throw;
        }
    }

    /// <summary>Creates the file that a request names; one that is there is taken out of its place first, so that containers that have it open keep it whole.</summary>
    public static OpenedFile Create(FileCall call)
    {
        var path = call.Path;
        path.DemandNewName();
        var parent = path.TryOpenParent(call.Share.ContentDirectory) ?? throw StorageErrors.ParentNotFound();
        try
        {
            SafeFileHandle handle;
            while (!parent.TryCreateFile(path.Name, out handle)) Replace(call, parent, path);
            return new OpenedFile(parent, handle, path.Name);
        }
        catch
        {
            parent.Dispose();
            throw;
        }
    }

    /// <summary>Stamps a write: every write gets another time of last write, however fast they come, for the entity tag is made of it.</summary>
    public void Touch(DateTimeOffset now)
    {
        var last = Entry.WrittenAt;
        File.SetLastWriteTimeUtc(Handle, (now > last ? now : last.AddTicks(1)).UtcDateTime);
    }

    public void Dispose()
    {
        Handle.Dispose();
        _parent.Dispose();
    }

    private static void Replace(FileCall call, DirectoryHandle parent, SharePath path)
    {
        if (parent.TryStat(path.Name) is { Kind: EntryKind.Directory }) throw StorageErrors.ResourceTypeDiffers();
        call.Grant.Demand("w");
        parent.TryRemoveFile(path.Name);
    }
}
