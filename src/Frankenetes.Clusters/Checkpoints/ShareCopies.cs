using Azure;
using Azure.Storage.Files.Shares;
using Azure.Storage.Files.Shares.Models;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>
/// Brings the shares of one cluster's volumes into another cluster's data account, file by file through this machine: what the source's service itself could copy, it copies within one account alone.
/// Files that are written meanwhile come as they are when it is their turn.
/// </summary>
internal sealed class ShareCopies(ShareServiceClient from, ShareServiceClient into)
{
    private const int RangeBytes = 4 << 20;
    private const int FilesAtOnce = 4;

    /// <summary>Copies every share but the pod agent's; may be repeated.</summary>
    /// <param name="empty">Makes the shares and copies no file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(bool empty, CancellationToken cancellationToken)
    {
        await foreach (var share in from.GetSharesAsync(ShareTraits.Metadata, ShareStates.None, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (share.Name == ClusterNames.PodAgentShare)
                continue;
            var made = into.GetShareClient(share.Name);
            var options = new ShareCreateOptions { QuotaInGB = share.Properties.QuotaInGB, Metadata = share.Properties.Metadata };
            await made.CreateIfNotExistsAsync(options, cancellationToken).ConfigureAwait(false);
            if (!empty)
                await CopyAsync(from.GetShareClient(share.Name).GetRootDirectoryClient(), made.GetRootDirectoryClient(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CopyAsync(ShareDirectoryClient source, ShareDirectoryClient target, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await foreach (var item in source.GetFilesAndDirectoriesAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (!item.IsDirectory)
            {
                files.Add(item.Name);
                continue;
            }

            var folder = target.GetSubdirectoryClient(item.Name);
            await folder.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            await CopyAsync(source.GetSubdirectoryClient(item.Name), folder, cancellationToken).ConfigureAwait(false);
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(files, options, async (name, stop) => await CopyAsync(source.GetFileClient(name), target.GetFileClient(name), stop).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task CopyAsync(ShareFileClient source, ShareFileClient target, CancellationToken cancellationToken)
    {
        ShareFileDownloadInfo file;
        try
        {
            file = (await source.DownloadAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return;
        }

        using (file)
        {
            await target.CreateAsync(file.ContentLength, new ShareFileCreateOptions { Metadata = file.Details.Metadata }, cancellationToken: cancellationToken).ConfigureAwait(false);
            var buffer = new byte[Math.Min(RangeBytes, file.ContentLength)];
            for (long offset = 0; offset < file.ContentLength;)
            {
                var read = await file.Content.ReadAtLeastAsync(buffer, (int)Math.Min(buffer.Length, file.ContentLength - offset), cancellationToken: cancellationToken).ConfigureAwait(false);
                using var range = new MemoryStream(buffer, 0, read, false);
                await target.UploadRangeAsync(new HttpRange(offset, read), range, new ShareFileUploadRangeOptions(), cancellationToken).ConfigureAwait(false);
                offset += read;
            }
        }
    }
}
