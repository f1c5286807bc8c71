using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Copy Blob, from a blob of the same account. The copy is done when the answer comes.</summary>
internal static class CopyBlob
{
    public static async Task RunAsync(BlobCall call)
    {
        BlobWrite.RefuseUnknown(call.Request);
        BlobWrite.DemandName(call.BlobName);
        // Only who holds the account's key can read every source of the account; a SAS for the source would have to be verified for another request.
        if (call.Grant.Kind != GrantKind.SharedKey) throw StorageErrors.NotImplemented("copies by SAS");
        var container = call.Container;
        var (source, from) = Find(call);
        var file = ContentFiles.NewName();
        try
        {
            await CopyContentAsync(call, source, from, container, file).ConfigureAwait(false);
            await CommitAsync(call, container, from, file).ConfigureAwait(false);
        }
        catch (Exception exception) when (BlobWrite.IsRefusal(exception))
        {
            container.Files.Remove([file]);
            throw;
        }
    }

    private static (BlobContainer Container, BlobRecord Record) Find(BlobCall call)
    {
        if (!Uri.TryCreate(call.Request.Header("x-ms-copy-source"), UriKind.Absolute, out var source)) throw StorageErrors.InvalidHeader("x-ms-copy-source");
        if (!string.Equals(source.Authority, call.Request.Http.Host.Value, StringComparison.OrdinalIgnoreCase)) throw StorageErrors.CannotVerifyCopySource("Only a blob of the same account can be copied here.");
        var below = source.AbsolutePath.TrimStart('/');
        // Path style names the account first, in the source as in the request.
        var account = call.Request.Account.Name + "/";
        var pathStyle = call.Request.Target.RawPath.StartsWith("/" + account + Uri.EscapeDataString(call.ContainerName), StringComparison.Ordinal);
        if (pathStyle && !below.StartsWith(account, StringComparison.Ordinal)) throw StorageErrors.CannotVerifyCopySource("Only a blob of the same account can be copied here.");
        var names = (pathStyle ? below[account.Length..] : below).Split('/', 2);
        var container = call.Store.Get(Uri.UnescapeDataString(names[0]));
        var name = names.Length == 2 ? Uri.UnescapeDataString(names[1]) : string.Empty;
        return container.TryGet(name, out var record) ? (container, record) : throw StorageErrors.BlobNotFound();
    }

    private static async Task CopyContentAsync(BlobCall call, BlobContainer source, BlobRecord from, BlobContainer container, string file)
    {
        using var reader = BlobReader.TryOpen(source, from, new ByteRange(0, from.Length)) ?? throw StorageErrors.ServerBusy();
        using var target = container.Files.Create(file);
        await reader.CopyToAsync(target, call.Request.Aborted).ConfigureAwait(false);
        target.Flush(flushToDisk: true);
    }

    private static async Task CommitAsync(BlobCall call, BlobContainer container, BlobRecord from, string file)
    {
        var metadata = MetadataHeaders.Read(call.Request);
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            container.TryGet(call.BlobName, out var before);
            var lease = BlobWrite.DemandForCreate(call, before);
            var source = new UriBuilder(call.Request.RequiredHeader("x-ms-copy-source")) { Query = string.Empty }.Uri.AbsoluteUri;
            var record = BlobWrite.NewRecord(call, before, from.Type, lease) with
            {
                Headers = from.Headers,
                Metadata = metadata.Count > 0 ? metadata : from.Metadata,
                Parts = [new BlobPart(file, from.Length, BlockId: null)],
                Length = from.Length,
                CommittedBlockCount = from.CommittedBlockCount,
                Copy = new CopyOrigin(Guid.NewGuid().ToString("D"), source, call.Request.Now),
            };
            container.Commit(record);
            container.Staged.Clear(call.BlobName, record.Parts);
            BlobWrite.Respond(call, StatusCodes.Status202Accepted, record);
            call.Request.Answer.Headers["x-ms-copy-id"] = record.Copy.Id;
            call.Request.Answer.Headers["x-ms-copy-status"] = "success";
        }
    }
}
