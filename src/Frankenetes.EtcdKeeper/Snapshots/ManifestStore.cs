using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>
/// The manifests, and the race for them: a cmdlet claims one, the keeper voids it, each on the condition that it is still the one they
/// read, so that exactly one of them wins.
/// </summary>
internal sealed class ManifestStore(BlobStore blobs, TimeProvider time, ILogger logger)
{
    public const string Prefix = "manifest/";

    public static string NameOf(int epoch) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{epoch:D6}.json");

    /// <summary>The epoch in a manifest's name; null for any other blob.</summary>
    public static int? EpochOf(string blob)
        => blob.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(blob.AsSpan(Prefix.Length).TrimEnd(".json"), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            && blob == NameOf(epoch)
            ? epoch
            : null;

    /// <summary>Null where there is none.</summary>
    /// <exception cref="SnapshotDamagedException">It is not JSON of this shape.</exception>
    public async Task<Manifest?> ReadAsync(int epoch, CancellationToken cancellation) => (await ReadWithTagAsync(epoch, cancellation))?.Manifest;

    /// <summary>Puts a sealed manifest in place, over one of the same epoch only if that was voided. May be repeated.</summary>
    /// <returns>False where another one stands.</returns>
    public async Task<bool> TrySealAsync(Manifest manifest, CancellationToken cancellation)
    {
        if (await TryWriteAsync(manifest, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellation))
            return true;
        var there = await ReadWithTagAsync(manifest.Epoch, cancellation);
        if (there?.Manifest.State == ManifestState.Voided
            && await TryWriteAsync(manifest, new BlobRequestConditions { IfMatch = there.Value.Tag }, cancellation))
            return true;
        // An answer that was lost on its way, and a retry that then met our own manifest.
        return await ReadAsync(manifest.Epoch, cancellation) == manifest;
    }

    /// <summary>
    /// Makes sure that a manifest which this keeper wrote, or may have written, cannot be claimed any more. As long as that is unknown
    /// the gate must stay closed, so this goes on until storage has decided, however long it is away.
    /// </summary>
    /// <returns>True = voided; false = it was claimed first.</returns>
    public async Task<bool> VoidAsync(Manifest manifest, CancellationToken cancellation)
    {
        var voided = manifest with { State = ManifestState.Voided };
        var pause = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        while (true)
        {
            try
            {
                if (await TryVoidAsync(voided, cancellation) is { } decided)
                    return decided;
            }
            catch (Exception e) when (e is StorageException or SnapshotDamagedException)
            {
                logger.LogWarning("The manifest cannot be taken back yet, the gate stays closed: {Reason}", e.Message);
            }

            await Task.Delay(pause.Next(), time, cancellation);
        }
    }

    /// <summary>
    /// One round; null = someone wrote in between, look again. Our own mark must be there even where the blob is absent or an older one is
    /// voided: a seal of ours that is still on its way then fails on its condition.
    /// </summary>
    private async Task<bool?> TryVoidAsync(Manifest voided, CancellationToken cancellation)
    {
        if (await ReadWithTagAsync(voided.Epoch, cancellation) is not { } there)
            return await TryWriteAsync(voided, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellation) ? true : null;
        if (there.Manifest.State == ManifestState.Claimed)
            return false;
        if (there.Manifest == voided)
            return true;
        return await TryWriteAsync(voided, new BlobRequestConditions { IfMatch = there.Tag }, cancellation) ? true : null;
    }

    private Task<bool> TryWriteAsync(Manifest manifest, BlobRequestConditions conditions, CancellationToken cancellation)
        => blobs.TryWriteAsync(
            NameOf(manifest.Epoch), JsonSerializer.SerializeToUtf8Bytes(manifest, KeeperJson.Default.Manifest), conditions, metadata: null, cancellation);

    private async Task<(Manifest Manifest, ETag Tag)?> ReadWithTagAsync(int epoch, CancellationToken cancellation)
    {
        var name = NameOf(epoch);
        var read = await blobs.ReadAsync(name, unless: null, cancellation);
        if (read.Outcome != BlobReadOutcome.Read)
            return null;
        try
        {
            return (JsonSerializer.Deserialize(read.Content.Span, KeeperJson.Default.Manifest) ?? throw new JsonException("null"), read.ETag);
        }
        catch (JsonException e)
        {
            throw new SnapshotDamagedException($"'{name}' is not a manifest: {e.Message}");
        }
    }
}
