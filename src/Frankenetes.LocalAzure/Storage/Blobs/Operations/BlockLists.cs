using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>Put Block List and Get Block List.</summary>
internal static class BlockLists
{
    private const int LimitBytes = 16 * 1024 * 1024;
    private const int MostBlocks = 50_000;

    /// <summary>Makes a blob of blocks. No byte is copied: the record names the blocks' files in their new order.</summary>
    public static async Task CommitAsync(BlobCall call)
    {
        BlobWrite.RefuseUnknown(call.Request);
        var container = call.Container;
        var list = await XmlBodies.ReadAsync(call.Request, LimitBytes).ConfigureAwait(false) ?? throw StorageErrors.InvalidXml();
        var (headers, metadata) = (ContentHeaders.Read(call.Request, "x-ms-blob-"), MetadataHeaders.Read(call.Request));
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            container.TryGet(call.BlobName, out var before);
            if (before is { Type: not BlobType.BlockBlob }) throw StorageErrors.InvalidBlobType();
            var lease = BlobWrite.DemandForCreate(call, before);
            var parts = Resolve(list, before, container.Staged.Of(call.BlobName));
            var record = BlobWrite.NewRecord(call, before, BlobType.BlockBlob, lease) with
            {
                Headers = headers,
                Metadata = metadata,
                Parts = parts,
                Inline = parts.Count == 0 ? [] : null,
                Length = parts.Sum(part => part.Length),
            };
            container.Commit(record);
            container.Staged.Clear(call.BlobName, parts);
            BlobWrite.Respond(call, StatusCodes.Status201Created, record);
        }
    }

    public static async Task GetAsync(BlobCall call)
    {
        var container = call.Container;
        var type = call.Request.Query("blocklisttype") ?? "committed";
        StagedBlock[] staged;
        BlobRecord? record;
        using (await container.LockAsync(call.BlobName, call.Request.Aborted).ConfigureAwait(false))
        {
            staged = [.. container.Staged.Of(call.BlobName).Values];
            container.TryGet(call.BlobName, out record);
        }

        if (record is null && (staged.Length == 0 || type == "committed")) throw StorageErrors.BlobNotFound();
        if (record is { Type: not BlobType.BlockBlob }) throw StorageErrors.InvalidBlobType();
        Leases.LeaseGuard.DemandForRead(call.Request, record?.Lease, Leases.LeaseGuard.Blob);
        call.Request.Respond(StatusCodes.Status200OK, record?.ETag, record?.LastModified);
        call.Request.Answer.Headers["x-ms-blob-content-length"] = (record?.Length ?? 0).ToString(CultureInfo.InvariantCulture);
        await XmlBodies.WriteAsync(call.Request.Context, writer =>
        {
            writer.WriteStartElement("BlockList");
            var committed = (record?.Parts ?? []).Where(part => part.BlockId is not null).Select(part => (part.BlockId!, part.Length));
            if (type is "committed" or "all") Write(writer, "CommittedBlocks", committed);
            if (type is "uncommitted" or "all") Write(writer, "UncommittedBlocks", staged.Select(block => (block.BlockId, block.Length)));
            writer.WriteEndElement();
        }).ConfigureAwait(false);
    }

    private static List<BlobPart> Resolve(XElement list, BlobRecord? before, IReadOnlyDictionary<string, StagedBlock> staged)
    {
        if (list.Name != "BlockList") throw StorageErrors.InvalidXml();
        var committed = (before?.Parts ?? []).Where(part => part.BlockId is not null).DistinctBy(part => part.BlockId).ToDictionary(part => part.BlockId!, StringComparer.Ordinal);
        var parts = list.Elements().Select(element => Resolve(element, committed, staged)).ToList();
        return parts.Count > MostBlocks ? throw StorageErrors.BlockCountExceedsLimit() : parts;
    }

    private static BlobPart Resolve(XElement element, Dictionary<string, BlobPart> committed, IReadOnlyDictionary<string, StagedBlock> staged)
    {
        var id = element.Value.Trim();
        var ofStaged = staged.TryGetValue(id, out var block) ? new BlobPart(block.File, block.Length, id) : null;
        var ofCommitted = committed.GetValueOrDefault(id);
        return element.Name.LocalName switch
        {
            "Latest" => ofStaged ?? ofCommitted,
            "Uncommitted" => ofStaged,
            "Committed" => ofCommitted,
            _ => throw StorageErrors.InvalidXml(),
        } ?? throw StorageErrors.InvalidBlockList();
    }

    private static void Write(XmlWriter writer, string list, IEnumerable<(string Id, long Length)> blocks)
    {
        writer.WriteStartElement(list);
        foreach (var (id, length) in blocks)
        {
            writer.WriteStartElement("Block");
            writer.WriteElementString("Name", id);
            writer.WriteElementString("Size", length.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }
}
