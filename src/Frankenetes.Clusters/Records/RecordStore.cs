using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>Reads and creates a cluster's record and keys; changing the record takes a <see cref="ClusterLock"/>.</summary>
internal sealed class RecordStore(RecordAccount account)
{
    private const int KnownFormat = 1;
    private static readonly BlobRequestConditions Absent = new() { IfNoneMatch = ETag.All };

    private BlobClient Record => account.Container(RecordAccount.ClusterContainer).GetBlobClient("record.json");

    private BlobClient Keys => account.Container(RecordAccount.ClusterContainer).GetBlobClient("pki.json");

    /// <summary>A client of the record's lease.</summary>
    public BlobLeaseClient Lease(string? leaseId = null) => Record.GetBlobLeaseClient(leaseId);

    /// <summary>Reads the record; null when there is none.</summary>
    public async Task<(ClusterRecord Record, ETag ETag)?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await DownloadAsync(Record, cancellationToken).ConfigureAwait(false) is not { } blob)
            return null;
        try
        {
            var record = JsonSerializer.Deserialize(blob.Content, RecordsJson.Default.ClusterRecord);
            if (record is { FormatVersion: <= KnownFormat })
                return (record, blob.Details.ETag);
            throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, "The cluster's record was written by a newer Frankenetes.");
        }
        catch (JsonException broken)
        {
            throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, "The cluster's record cannot be read.", null, broken);
        }
    }

    /// <summary>Writes the first record; one that is there already stays.</summary>
    public Task CreateAsync(ClusterRecord record, CancellationToken cancellationToken) =>
        CreateAsync(Record, JsonSerializer.SerializeToUtf8Bytes(record, RecordsJson.Default.ClusterRecord), cancellationToken);

    /// <summary>Replaces the record as the holder of its lease.</summary>
    public async Task<ETag> WriteAsync(ClusterRecord record, ETag expected, string leaseId, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = expected, LeaseId = leaseId } };
        var body = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(record, RecordsJson.Default.ClusterRecord));
        var answer = await Record.UploadAsync(body, options, cancellationToken).ConfigureAwait(false);
        return answer.Value.ETag;
    }

    /// <summary>Reads the keys, or makes them and writes them first: whoever writes first wins, and both get the same.</summary>
    public async Task<ClusterKeys> EnsureKeysAsync(Func<ClusterKeys> make, CancellationToken cancellationToken)
    {
        if (await DownloadAsync(Keys, cancellationToken).ConfigureAwait(false) is null)
            await CreateAsync(Keys, JsonSerializer.SerializeToUtf8Bytes(make(), RecordsJson.Default.ClusterKeys), cancellationToken).ConfigureAwait(false);
        return await ReadKeysAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the keys.</summary>
    /// <exception cref="FrankenetesException">ClusterRecordDamaged: they are missing or unreadable.</exception>
    public async Task<ClusterKeys> ReadKeysAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await DownloadAsync(Keys, cancellationToken).ConfigureAwait(false) is { } blob
                && JsonSerializer.Deserialize(blob.Content, RecordsJson.Default.ClusterKeys) is { } keys)
                return keys;
        }
        catch (JsonException)
        {
            // Its text would quote what it could not read, which is keys.
        }

        throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, "The cluster's keys are missing or cannot be read.");
    }

    /// <summary>Replaces the keys; for the holder of the record's lease.</summary>
    public Task WriteKeysAsync(ClusterKeys keys, CancellationToken cancellationToken) =>
        Keys.UploadAsync(BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(keys, RecordsJson.Default.ClusterKeys)), overwrite: true, cancellationToken);

    private static async Task<BlobDownloadResult?> DownloadAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            return (await blob.DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }

    private static async Task CreateAsync(BlobClient blob, byte[] body, CancellationToken cancellationToken)
    {
        try
        {
            await blob.UploadAsync(BinaryData.FromBytes(body), new BlobUploadOptions { Conditions = Absent }, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            // Somebody was first, or the answer to our own first try was lost: either way it is there.
        }
    }
}
