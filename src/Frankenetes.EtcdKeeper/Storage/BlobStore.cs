using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>
/// What the keeper asks of one blob container. Every failure of the service is a <see cref="StorageException"/>; an absent blob and a
/// condition that does not hold are answers, not failures.
/// </summary>
/// <param name="container">Lists.</param>
/// <param name="open">Opens a blob by its name.</param>
internal sealed class BlobStore(BlobContainerClient container, Func<string, BlockBlobClient> open)
{
    /// <summary>The small blobs here are a few hundred bytes; what is bigger is not ours to read.</summary>
    private const int SmallBlobBytes = 1 << 20;

    public Task<IReadOnlyList<BlobEntry>> ListAsync(CancellationToken cancellation)
        => GuardAsync<IReadOnlyList<BlobEntry>>("Listing blobs", async () =>
        {
            var entries = new List<BlobEntry>();
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix: null, cancellation))
                entries.Add(new BlobEntry(blob.Name, blob.Properties.ContentLength ?? 0, new Dictionary<string, string>(blob.Metadata, StringComparer.OrdinalIgnoreCase), blob.Properties.IsSealed == true));
            return entries;
        }, cancellation);

    /// <summary>Reads a small blob whole.</summary>
    /// <param name="name">The blob.</param>
    /// <param name="unless">Answer <see cref="BlobReadOutcome.Unchanged"/> where the blob still has this ETag; null = read in any case.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<BlobRead> ReadAsync(string name, ETag? unless, CancellationToken cancellation)
        => GuardAsync($"Reading '{name}'", async () =>
        {
            try
            {
                var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = unless } };
                var answer = await open(name).DownloadStreamingAsync(options, cancellation);
                if (answer.GetRawResponse().Status == 304)
                    return BlobRead.Unchanged;
                using var result = answer.Value;
                if (result.Details.ContentLength > SmallBlobBytes)
                    throw new StorageException($"'{name}' is larger than {SmallBlobBytes} bytes.");
                using var content = new MemoryStream();
                await result.Content.CopyToAsync(content, cancellation);
                return new BlobRead(BlobReadOutcome.Read, content.ToArray(), result.Details.ETag);
            }
            catch (RequestFailedException e) when (e.Status == 304)
            {
                return BlobRead.Unchanged;
            }
            catch (RequestFailedException e) when (IsBlobAbsent(e))
            {
                return BlobRead.Absent;
            }
        }, cancellation);

    /// <summary>Opens a blob of any size for reading, which may fail with what <see cref="StorageFault.Is"/> knows. Null = there is none.</summary>
    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
        => GuardAsync<Stream?>($"Reading '{name}'", async () =>
        {
            try
            {
                return (await open(name).DownloadStreamingAsync(cancellationToken: cancellation)).Value.Content;
            }
            catch (RequestFailedException e) when (IsBlobAbsent(e))
            {
                return null;
            }
        }, cancellation);

    /// <summary>Writes a small blob whole.</summary>
    /// <returns>False where the condition does not hold; nothing is changed then.</returns>
    public Task<bool> TryWriteAsync(
        string name, ReadOnlyMemory<byte> content, BlobRequestConditions? conditions, IDictionary<string, string>? metadata, CancellationToken cancellation)
        => GuardAsync($"Writing '{name}'", async () =>
        {
            try
            {
                using var stream = new MemoryStream(content.ToArray(), writable: false);
                var options = new BlobUploadOptions { Conditions = conditions, Metadata = metadata };
                await open(name).UploadAsync(stream, options, cancellation);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && conditions is not null)
            {
                return false;
            }
        }, cancellation);

    public Task DeleteAsync(string name, CancellationToken cancellation)
        => GuardAsync($"Deleting '{name}'", async () => (await open(name).DeleteIfExistsAsync(cancellationToken: cancellation)).Value, cancellation);

    /// <summary>Begins a blob of any size that is committed whole or not at all.</summary>
    public BlockUpload BeginUpload(string name) => new(open(name), name);

    /// <summary>Runs one exchange with the service and puts its failures into our words.</summary>
    public static async Task<T> GuardAsync<T>(string what, Func<Task<T>> exchange, CancellationToken cancellation)
    {
        try
        {
            return await exchange();
        }
        catch (Exception e) when (e is not StorageException && StorageFault.Is(e, cancellation))
        {
            throw new StorageException($"{what} failed: {StorageFault.Describe(e)}.", e);
        }
        catch (Exception e) when (cancellation.IsCancellationRequested && StorageFault.Is(e, CancellationToken.None))
        {
            // Whoever cancels may be overtaken by the service's own failure.
            throw new OperationCanceledException($"{what} was given up.", e, cancellation);
        }
    }

    private static bool IsBlobAbsent(RequestFailedException e) => e.Status == 404 && e.ErrorCode == BlobErrorCode.BlobNotFound;
}
