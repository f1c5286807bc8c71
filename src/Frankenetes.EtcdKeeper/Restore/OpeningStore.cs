using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Storage;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>Records that the gate of this epoch opens, before it does.</summary>
internal sealed class OpeningStore(BlobStore blobs, KeeperConfiguration configuration, TimeProvider time)
{
    private const string Prefix = "opened/";

    public static string NameOf(int epoch) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D6}.json");

    /// <summary>The epoch in a mark's name; null for any other blob.</summary>
    public static int? EpochOf(string blob)
        => blob.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(blob.AsSpan(Prefix.Length).TrimEnd(".json"), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : null;

    /// <summary>May be repeated: the first mark of an epoch stays.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public Task MarkAsync(CancellationToken cancellation)
    {
        var mark = new Opening { ClusterId = configuration.ClusterId, Epoch = configuration.Epoch, At = time.GetUtcNow() };
        return blobs.TryWriteAsync(
            NameOf(configuration.Epoch),
            JsonSerializer.SerializeToUtf8Bytes(mark, KeeperJson.Default.Opening),
            new BlobRequestConditions { IfNoneMatch = ETag.All },
            new Dictionary<string, string> { ["clusterid"] = configuration.ClusterId.ToString() },
            cancellation);
    }
}
