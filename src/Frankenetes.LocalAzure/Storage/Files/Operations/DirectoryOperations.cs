using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Operations on a folder of a share.</summary>
internal static class DirectoryOperations
{
    public static Task CreateAsync(FileCall call)
    {
        var (share, path, metadata) = (call.Share, call.Path, MetadataHeaders.Read(call.Request));
        if (path.Names.Count == 0) throw StorageErrors.ResourceAlreadyExists();
        path.DemandNewName();
        using var parent = path.TryOpenParent(share.ContentDirectory) ?? throw StorageErrors.ParentNotFound();
        if (!parent.TryCreateDirectory(path.Name)) throw StorageErrors.ResourceAlreadyExists();
        var entry = parent.TryStat(path.Name) ?? throw StorageErrors.ResourceNotFound();
        share.Descriptions.Write(path, entry, new ContentHeaders(), metadata);
        FileHeaders.Respond(call.Request, StatusCodes.Status201Created, entry, parent.Stat(string.Empty));
        FileHeaders.MarkWrite(call.Request);
        return Task.CompletedTask;
    }

    public static Task DeleteAsync(FileCall call)
    {
        var (share, path) = (call.Share, call.Path);
        if (path.Names.Count == 0) throw StorageErrors.InvalidUri();
        using var parent = path.TryOpenParent(share.ContentDirectory) ?? throw StorageErrors.ParentNotFound();
        if (parent.TryStat(path.Name) is { Kind: EntryKind.File }) throw StorageErrors.ResourceTypeDiffers();
        if (!parent.TryRemoveDirectory(path.Name)) throw StorageErrors.ResourceNotFound();
        share.Descriptions.Remove(path);
        call.Request.Respond(StatusCodes.Status202Accepted);
        return Task.CompletedTask;
    }

    public static Task GetPropertiesAsync(FileCall call)
    {
        var (entry, parent) = Demand(call);
        FileHeaders.Respond(call.Request, StatusCodes.Status200OK, entry, parent);
        FileHeaders.MarkRead(call.Request);
        MetadataHeaders.Write(call.Request.Answer, call.Share.Descriptions.Read(call.Path, entry).Metadata);
        return Task.CompletedTask;
    }

    public static Task SetMetadataAsync(FileCall call)
    {
        var (entry, parent) = Demand(call);
        call.Share.Descriptions.Write(call.Path, entry, new ContentHeaders(), MetadataHeaders.Read(call.Request));
        FileHeaders.Respond(call.Request, StatusCodes.Status200OK, entry, parent);
        FileHeaders.MarkWrite(call.Request);
        return Task.CompletedTask;
    }

    /// <summary>SMB attributes and times: accepted and told as the disk has them, for Linux keeps no others.</summary>
    public static Task SetPropertiesAsync(FileCall call)
    {
        var (entry, parent) = Demand(call);
        FileHeaders.Respond(call.Request, StatusCodes.Status200OK, entry, parent);
        FileHeaders.MarkWrite(call.Request);
        return Task.CompletedTask;
    }

    private static (Entry Entry, Entry Parent) Demand(FileCall call)
    {
        var (share, path) = (call.Share, call.Path);
        using var directory = path.TryOpen(share.ContentDirectory);
        using var parent = path.Names.Count == 0 ? path.TryOpen(share.ContentDirectory) : path.TryOpenParent(share.ContentDirectory);
        if (parent is null) throw StorageErrors.ParentNotFound();
        if (directory is null) throw StorageErrors.ResourceNotFound();
        return (directory.Stat(path.Name), parent.Stat(string.Empty));
    }
}
