using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>The checkpoints in one cluster's storage. A snapshot without a manifest is none.</summary>
internal sealed class CheckpointStore(RecordAccount account)
{
    private const string Prefix = "checkpoint/";
    private const string ManifestSuffix = ".json";
    private static readonly BlobRequestConditions Absent = new() { IfNoneMatch = ETag.All };

    private BlobContainerClient Container => account.Container(RecordAccount.EtcdContainer);

    public static string ManifestOf(string name) => $"{Prefix}{name}{ManifestSuffix}";

    public static string SnapshotOf(string name) => $"{Prefix}{name}.snapshot";

    /// <summary>All of them, the newest first.</summary>
    public async Task<IReadOnlyList<CheckpointManifest>> ListAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var blob in Container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Prefix, cancellationToken).ConfigureAwait(false))
        {
            if (blob.Name.EndsWith(ManifestSuffix, StringComparison.Ordinal))
                names.Add(blob.Name[Prefix.Length..^ManifestSuffix.Length]);
        }

        var found = await Task.WhenAll(names.Select(name => FindAsync(name, cancellationToken))).ConfigureAwait(false);
        return [.. found.OfType<CheckpointManifest>().OrderByDescending(checkpoint => checkpoint.At).ThenBy(checkpoint => checkpoint.Name, StringComparer.Ordinal)];
    }

    /// <summary>One by its name; null when there is none.</summary>
    /// <exception cref="FrankenetesException">CheckpointDamaged: its manifest cannot be read.</exception>
    public async Task<CheckpointManifest?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Container.GetBlobClient(ManifestOf(name)).DownloadContentAsync(cancellationToken).ConfigureAwait(false);
            return JsonSerializer.Deserialize(blob.Value.Content, CheckpointsJson.Default.CheckpointManifest)!;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
        catch (JsonException broken)
        {
            throw new FrankenetesException(ErrorCatalog.CheckpointDamaged, $"The manifest of checkpoint '{name}' cannot be read.", name, broken);
        }
    }

    /// <summary>One that is expected to be there.</summary>
    /// <exception cref="FrankenetesException">CheckpointNotFound.</exception>
    public async Task<CheckpointManifest> ReadAsync(string cluster, string name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken).ConfigureAwait(false)
        ?? throw new FrankenetesException(ErrorCatalog.CheckpointNotFound, $"Cluster '{cluster}' has no checkpoint '{name}'.", name);

    /// <summary>Reads the whole snapshot and compares it with the manifest.</summary>
    /// <exception cref="FrankenetesException">CheckpointDamaged.</exception>
    public Task VerifyAsync(CheckpointManifest checkpoint, CancellationToken cancellationToken) => ReadSnapshotAsync(checkpoint, Stream.Null, cancellationToken);

    /// <summary>Brings a checkpoint into another cluster's storage, verified on the way; one of the same name there is replaced.</summary>
    public Task CopyToAsync(CheckpointStore target, CheckpointManifest checkpoint, CancellationToken cancellationToken) => CopyAsync(target, checkpoint, null, cancellationToken);

    /// <summary>Keeps a final snapshot under a checkpoint's name, verified on the way.</summary>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="FrankenetesException">CheckpointExists.</exception>
    public Task<CheckpointManifest> KeepAsync(CheckpointManifest final, CancellationToken cancellationToken) => CopyAsync(this, final, Absent, cancellationToken);

    /// <summary>Deletes one; an absent one is no failure. The manifest goes last, so that what is half gone is still seen and can be removed.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await Container.GetBlobClient(SnapshotOf(name)).DeleteIfExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        await Container.GetBlobClient(ManifestOf(name)).DeleteIfExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private async Task<CheckpointManifest> CopyAsync(CheckpointStore target, CheckpointManifest checkpoint, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var copy = checkpoint with { Snapshot = SnapshotOf(checkpoint.Name) };
        var into = await target.Container.GetBlobClient(copy.Snapshot).OpenWriteAsync(overwrite: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        // Disposing of it is what commits the blob, so that a copy that failed does not get that far.
        await ReadSnapshotAsync(checkpoint, into, cancellationToken).ConfigureAwait(false);
        await into.DisposeAsync().ConfigureAwait(false);
        await target.WriteAsync(copy, conditions, cancellationToken).ConfigureAwait(false);
        return copy;
    }

    private async Task WriteAsync(CheckpointManifest checkpoint, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var body = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(checkpoint, CheckpointsJson.Default.CheckpointManifest));
        try
        {
            await Container.GetBlobClient(ManifestOf(checkpoint.Name)).UploadAsync(body, new BlobUploadOptions { Conditions = conditions }, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412)
        {
            throw Exists(checkpoint.Name);
        }
    }

    /// <summary>The failure to tell where a name is taken.</summary>
    public static FrankenetesException Exists(string name) => new(ErrorCatalog.CheckpointExists, $"There is a checkpoint '{name}' already.", name);

    private async Task ReadSnapshotAsync(CheckpointManifest checkpoint, Stream into, CancellationToken cancellationToken)
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var from = (await Container.GetBlobClient(checkpoint.Snapshot).DownloadStreamingAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value.Content;
            await using (from.ConfigureAwait(false))
            {
                var buffer = new byte[1 << 20];
                for (int read; (read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    hash.AppendData(buffer.AsSpan(0, read));
                    await into.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                }
            }

            if (!Convert.ToHexString(hash.GetHashAndReset()).Equals(checkpoint.Sha256, StringComparison.OrdinalIgnoreCase))
                throw Damaged(checkpoint, "its snapshot's hash is another one");
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            throw Damaged(checkpoint, "its snapshot is not there");
        }
    }

    private static FrankenetesException Damaged(CheckpointManifest checkpoint, string what) =>
        new(ErrorCatalog.CheckpointDamaged, $"Checkpoint '{checkpoint.Name}' of cluster '{checkpoint.Cluster}' cannot be trusted: {what}.", checkpoint.Name);
}
