using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>
/// Append blobs with one writer each: the holder of the lease, which never runs out by itself, says lease and position with every append. Who
/// takes a blob over breaks the lease and seals it, and from then on every append of the former holder is refused. Failures of the service are
/// <see cref="StorageException"/>.
/// </summary>
/// <param name="open">Opens a blob by its name.</param>
internal sealed class AppendBlobs(Func<string, AppendBlobClient> open)
{
    /// <summary>Azure's limit for one append, for every version of the service.</summary>
    public const int LargestAppend = 4 << 20;

    /// <returns>False where one of this name is there already.</returns>
    public Task<bool> TryCreateAsync(string name, IDictionary<string, string> metadata, CancellationToken cancellation)
        => GuardAsync($"Creating '{name}'", async () =>
        {
            try
            {
                var options = new AppendBlobCreateOptions { Metadata = metadata, Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
                await open(name).CreateAsync(options, cancellation);
                return true;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412 && e.ErrorCode != BlobErrorCode.ContainerBeingDeleted)
            {
                return false;
            }
        }, cancellation);

    /// <summary>Leases a blob for as long as nobody breaks it; may be repeated with the same id.</summary>
    /// <returns>False where another lease binds.</returns>
    public Task<bool> TryLeaseAsync(string name, string leaseId, CancellationToken cancellation)
        => GuardAsync($"Leasing '{name}'", async () =>
        {
            try
            {
                await open(name).GetBlobLeaseClient(leaseId).AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration, conditions: null, cancellation);
                return true;
            }
            catch (RequestFailedException e) when (e.Status == 409)
            {
                return false;
            }
        }, cancellation);

    public Task<AppendOutcome> AppendAsync(string name, ReadOnlyMemory<byte> content, long position, string leaseId, CancellationToken cancellation)
        => GuardAsync($"Appending to '{name}'", async () =>
        {
            try
            {
                using var stream = BinaryData.FromBytes(content).ToStream();
                var conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = position, LeaseId = leaseId };
                await open(name).AppendBlockAsync(stream, new AppendBlobAppendBlockOptions { Conditions = conditions }, cancellation);
                return AppendOutcome.Appended;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlockCountExceedsLimit)
            {
                return AppendOutcome.Full;
            }
            catch (RequestFailedException e) when (e.Status is 409 or 412)
            {
                return AppendOutcome.Refused;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return AppendOutcome.Absent;
            }
        }, cancellation);

    /// <summary>Whether the lease still binds: one read, and a second where it does not.</summary>
    public async Task<Hold> LookAsync(string name, string leaseId, CancellationToken cancellation)
        => await TryLookAsync(name, leaseId, cancellation) ?? await TryLookAsync(name, leaseId: null, cancellation) ?? new Hold(HoldState.Taken, 0);

    /// <summary>Takes a blob from whoever writes to it; nobody ever appends to it again. May be repeated; an absent one is taken already.</summary>
    public Task TakeOverAsync(string name, CancellationToken cancellation)
        => GuardAsync($"Sealing '{name}'", async () =>
        {
            try
            {
                await BreakAsync(name, cancellation);
                await open(name).SealAsync(conditions: null, cancellation);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                // Gone altogether.
            }

            return true;
        }, cancellation);

    /// <summary>Ends a blob of one's own: sealed, and without a lease, so that it can be deleted one day.</summary>
    public Task CloseAsync(string name, string leaseId, CancellationToken cancellation)
        => GuardAsync($"Sealing '{name}'", async () =>
        {
            await open(name).SealAsync(new AppendBlobRequestConditions { LeaseId = leaseId }, cancellation);
            await open(name).GetBlobLeaseClient(leaseId).ReleaseAsync(conditions: null, cancellation);
            return true;
        }, cancellation);

    /// <summary>Deletes a blob, leased or not; an absent one is deleted already.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellation)
        => GuardAsync($"Deleting '{name}'", async () =>
        {
            try
            {
                await BreakAsync(name, cancellation);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return false;
            }

            return (await open(name).DeleteIfExistsAsync(cancellationToken: cancellation)).Value;
        }, cancellation);

    /// <summary>Null where the lease does not bind.</summary>
    private Task<Hold?> TryLookAsync(string name, string? leaseId, CancellationToken cancellation)
        => GuardAsync<Hold?>($"Looking at '{name}'", async () =>
        {
            try
            {
                var found = (await open(name).GetPropertiesAsync(new BlobRequestConditions { LeaseId = leaseId }, cancellation)).Value;
                var binds = found.LeaseStatus == LeaseStatus.Locked;
                var state = found.IsSealed || (binds && leaseId is null) ? HoldState.Taken : binds ? HoldState.Held : HoldState.Free;
                return new Hold(state, found.ContentLength);
            }
            catch (RequestFailedException e) when (e.Status == 412)
            {
                return null;
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return new Hold(HoldState.Absent, 0);
            }
        }, cancellation);

    private async Task BreakAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await open(name).GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, conditions: null, cancellation);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // There is no lease to break.
        }
    }

    private static Task<T> GuardAsync<T>(string what, Func<Task<T>> exchange, CancellationToken cancellation) => BlobStore.GuardAsync(what, exchange, cancellation);
}
