using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Etcd;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>Carries full snapshots from etcd to the `etcd` container and back, hashing whatever passes.</summary>
internal sealed class SnapshotStore(BlobStore blobs, KeeperConfiguration configuration, TimeProvider time)
{
    /// <summary>Streams etcd's state into a new blob and, where asked, into a file at the same time.</summary>
    /// <param name="client">The etcd to read.</param>
    /// <param name="revision">A revision that etcd has reached already.</param>
    /// <param name="file">Null = the blob alone.</param>
    /// <param name="cancellation">Ends it; no blob is left then.</param>
    /// <exception cref="EtcdException">The stream broke off.</exception>
    /// <exception cref="SnapshotDamagedException">The stream ended short.</exception>
    /// <exception cref="StorageException">The blob could not be written.</exception>
    public async Task<FullSnapshot> TakeAsync(EtcdClient client, long revision, string? file, CancellationToken cancellation)
    {
        var name = new SnapshotName(configuration.Epoch, revision, time.GetUtcNow());
        var digest = await TakeAsync(client, name.ToString(), revision, file, cancellation);
        return new FullSnapshot(name.ToString(), name, digest.Bytes, digest.Sha256);
    }

    /// <summary>The same under a name of the caller's choice; a blob of that name is replaced.</summary>
    public async Task<SnapshotDigest> TakeAsync(EtcdClient client, string blob, long revision, string? file, CancellationToken cancellation)
    {
        var version = client.VersionAsync(cancellation);
        using var upload = blobs.BeginUpload(blob);
        var digest = await PassAsync(client.SnapshotAsync(cancellation), upload, file, cancellation);
        await upload.CompleteAsync(Metadata(revision, digest, await version), cancellation);
        return digest;
    }

    /// <summary>Streams etcd's state into a file.</summary>
    /// <exception cref="EtcdException">The stream broke off.</exception>
    /// <exception cref="SnapshotDamagedException">The stream ended short.</exception>
    public static Task SaveAsync(EtcdClient client, string file, CancellationToken cancellation)
        => PassAsync(client.SnapshotAsync(cancellation), upload: null, file, cancellation);

    /// <summary>Reads a blob back and hashes it, into a file where asked.</summary>
    /// <exception cref="SnapshotDamagedException">It is not what it should be.</exception>
    /// <exception cref="StorageException">It could not be read.</exception>
    public async Task VerifyAsync(string blob, SnapshotDigest expected, string? file, CancellationToken cancellation)
    {
        async Task<SnapshotDigest> ReadAsync()
        {
            await using var content = await blobs.OpenAsync(blob, cancellation) ?? throw new SnapshotDamagedException("there is no such blob");
            return await PassAsync(Parts(content, cancellation), upload: null, file, cancellation);
        }

        var digest = await BlobStore.GuardAsync($"Reading '{blob}'", ReadAsync, cancellation);
        if (digest != expected)
            throw new SnapshotDamagedException(
                $"'{blob}' has {digest.Bytes} bytes with SHA-256 {digest.Sha256}, expected were {expected.Bytes} bytes with {expected.Sha256}");
    }

    private static async Task<SnapshotDigest> PassAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> parts, BlockUpload? upload, string? file, CancellationToken cancellation)
    {
        using var hasher = new SnapshotHasher();
        await using Stream copy = file is null ? Stream.Null : PrivateFile.Create(file);
        await foreach (var part in parts)
        {
            hasher.Append(part.Span);
            await copy.WriteAsync(part, cancellation);
            if (upload is not null)
                await upload.WriteAsync(part, cancellation);
        }

        return hasher.Finish();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Parts(
        Stream content, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[128 * 1024];
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
            yield return buffer.AsMemory(0, read);
    }

    private Dictionary<string, string> Metadata(long revision, SnapshotDigest digest, string etcdVersion) => new()
    {
        ["sha256"] = digest.Sha256,
        ["revision"] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["clusterid"] = configuration.ClusterId.ToString(),
        ["etcdversion"] = etcdVersion,
    };
}
