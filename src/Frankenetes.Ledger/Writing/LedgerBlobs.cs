using System.Globalization;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.Ledger.Writing;

/// <summary>
/// Where a writer's lines go: append blobs <c>{epoch:D6}/{writer}-{number:D4}.jsonl</c>, a new number when one is full. Needs the rights to create and to append, and no other. A line may stand there twice, where the
/// answer to the first try was lost: readers do not mind.
/// </summary>
/// <param name="open">A client of the blob of that name.</param>
/// <param name="writer">Who writes; a name of its own.</param>
internal sealed class LedgerBlobs(Func<string, AppendBlobClient> open, string writer)
{
    private static readonly AppendBlobCreateOptions OnlyNew = new() { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
    private (int Epoch, int Number) _current;

    /// <summary>The name of a writer's blob.</summary>
    public static string NameOf(int epoch, string writer, int number) => string.Create(CultureInfo.InvariantCulture, $"{epoch:D6}/{writer}-{number:D4}.jsonl");

    /// <summary>The epoch that a blob's name tells; 0 where it tells none.</summary>
    public static int EpochOf(string name) => int.TryParse(name.Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;

    /// <summary>Adds the lines; they are in storage when this returns.</summary>
    /// <returns>The storage service's time; null when it did not tell.</returns>
    /// <exception cref="RequestFailedException">They are not known to be.</exception>
    public async Task<DateTimeOffset?> AppendAsync(int epoch, byte[] lines, CancellationToken cancellationToken)
    {
        if (_current.Epoch != epoch)
            _current = (epoch, 0);
        while (true)
        {
            var blob = open(NameOf(epoch, writer, _current.Number));
            try
            {
                return await AppendAsync(blob, lines, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException absent) when (absent.Status == 404 && absent.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                await CreateAsync(blob, cancellationToken).ConfigureAwait(false);
            }
            catch (RequestFailedException full) when (full.ErrorCode == BlobErrorCode.BlockCountExceedsLimit)
            {
                _current.Number++;
            }
        }
    }

    private static async Task<DateTimeOffset?> AppendAsync(AppendBlobClient blob, byte[] lines, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream(lines);
        var answer = await blob.AppendBlockAsync(content, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.GetRawResponse().Headers.Date;
    }

    private static async Task CreateAsync(AppendBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.CreateAsync(OnlyNew, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412 || exists.ErrorCode == "UnauthorizedBlobOverwrite")
        {
            // Another of our own tries was first.
        }
    }
}
