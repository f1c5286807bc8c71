using Frankenetes.LocalAzure.Storage.Files.Disk;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Operations;

/// <summary>Delete File. A link that a container made goes this way too; what it points at stays.</summary>
internal static class DeleteFile
{
    public static Task RunAsync(FileCall call)
    {
        var (share, path) = (call.Share, call.Path);
        using var parent = path.TryOpenParent(share.ContentDirectory) ?? throw StorageErrors.ParentNotFound();
        if (parent.TryStat(path.Name) is { Kind: EntryKind.Directory }) throw StorageErrors.ResourceTypeDiffers();
        if (!parent.TryRemoveFile(path.Name)) throw StorageErrors.ResourceNotFound();
        share.Descriptions.Remove(path);
        call.Request.Respond(StatusCodes.Status202Accepted);
        return Task.CompletedTask;
    }
}
