using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Checkpoints;

/// <summary>The checkpoints' manifests. A snapshot without one is no checkpoint; the retention of full snapshots sees neither.</summary>
internal sealed class CheckpointStore(BlobStore blobs)
{
    private const string Prefix = "checkpoint/";

    public static string ManifestOf(string name) => $"{Prefix}{name}.json";

    public static string SnapshotOf(string name) => $"{Prefix}{name}.snapshot";

    /// <summary>Null where there is none.</summary>
    /// <exception cref="SnapshotDamagedException">It is not JSON of this shape.</exception>
    public async Task<Checkpoint?> ReadAsync(string manifest, CancellationToken cancellation)
    {
        var read = await blobs.ReadAsync(manifest, unless: null, cancellation);
        if (read.Outcome != BlobReadOutcome.Read)
            return null;
        try
        {
            return JsonSerializer.Deserialize(read.Content.Span, KeeperJson.Default.Checkpoint) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new SnapshotDamagedException($"'{manifest}' is not a checkpoint's manifest: {e.Message}");
        }
    }

    /// <summary>Makes the snapshot a checkpoint.</summary>
    /// <returns>False where the name is taken.</returns>
    public Task<bool> TryWriteAsync(Checkpoint checkpoint, CancellationToken cancellation) => blobs.TryWriteAsync(
        ManifestOf(checkpoint.Name),
        JsonSerializer.SerializeToUtf8Bytes(checkpoint, KeeperJson.Default.Checkpoint),
        new BlobRequestConditions { IfNoneMatch = ETag.All },
        new Dictionary<string, string> { ["clusterid"] = checkpoint.ClusterId.ToString() },
        cancellation);
}
