using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Control;

/// <summary>The final manifests of a cluster: read, checked against the snapshot, claimed.</summary>
internal sealed class ManifestStore(RecordAccount account)
{
    /// <summary>Reads the manifest of an epoch; null when there is none.</summary>
    public async Task<(FinalManifest Manifest, ETag Version)?> ReadAsync(int epoch, CancellationToken cancellationToken)
    {
        try
        {
            var blob = (await Blob(epoch).DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value;
            return (JsonSerializer.Deserialize(blob.Content, ControlJson.Default.FinalManifest)!, blob.Details.ETag);
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Compares the snapshot in storage with what the manifest says of it.</summary>
    /// <exception cref="FrankenetesException">SnapshotUnverified.</exception>
    public async Task VerifyAsync(FinalManifest manifest, Guid clusterId, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(manifest.ClusterId, out var id) || id != clusterId)
            throw Unverified("the manifest is another cluster's");
        try
        {
            var snapshot = account.Container(RecordAccount.EtcdContainer).GetBlobClient(manifest.Snapshot);
            var properties = (await snapshot.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
            if (properties.ContentLength != manifest.Bytes)
                throw Unverified($"the snapshot has {properties.ContentLength} bytes and not {manifest.Bytes}");
            if (!properties.Metadata.TryGetValue("sha256", out var hash) || !string.Equals(hash, manifest.Sha256, StringComparison.OrdinalIgnoreCase))
                throw Unverified("the snapshot's hash is another one");
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            throw Unverified("the snapshot is not there");
        }
    }

    /// <summary>Makes the manifest ours: from now on the gate never opens again in this epoch.</summary>
    /// <exception cref="FrankenetesException">ManifestVoided: the keeper took it back first.</exception>
    public async Task ClaimAsync(int epoch, ETag version, CancellationToken cancellationToken)
    {
        try
        {
            // Only the state is changed: members that a newer keeper wrote stay.
            var text = (await Blob(epoch).DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value.Content.ToString();
            var manifest = JsonNode.Parse(text)!.AsObject();
            manifest["state"] = FinalManifest.Claimed;
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfMatch = version } };
            await Blob(epoch).UploadAsync(BinaryData.FromString(manifest.ToJsonString()), options, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // The answer to our own first try may have been lost.
            if (await ReadAsync(epoch, cancellationToken).ConfigureAwait(false) is not { Manifest.State: FinalManifest.Claimed })
                throw new FrankenetesException(ErrorCatalog.ManifestVoided, "etcd's keeper took the final snapshot back before it was claimed.", null, changed);
        }
    }

    private BlobClient Blob(int epoch) => account.Container(RecordAccount.EtcdContainer)
        .GetBlobClient(string.Create(CultureInfo.InvariantCulture, $"manifest/{epoch:D6}.json"));

    private static FrankenetesException Unverified(string what) =>
        new(ErrorCatalog.SnapshotUnverified, $"The final snapshot cannot be trusted: {what}.");
}
