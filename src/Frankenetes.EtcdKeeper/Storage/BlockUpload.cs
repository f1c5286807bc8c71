using System.Globalization;
using System.Text;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>
/// A blob that is written as its content comes, in blocks that nobody sees until they are committed together. One that is never
/// completed leaves no blob.
/// </summary>
internal sealed class BlockUpload(BlockBlobClient blob, string name) : IDisposable
{
    private const int BlockBytes = 4 << 20;
    private const int BlocksUnderWay = 3;
    private readonly List<string> _blocks = [];
    private readonly Queue<Task<MemoryStream>> _staging = new();
    private MemoryStream _block = new();

    public string Name { get; } = name;

    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        while (content.Length > 0)
        {
            var part = Math.Min(content.Length, BlockBytes - (int)_block.Length);
            _block.Write(content.Span[..part]);
            content = content[part..];
            if (_block.Length == BlockBytes)
                await StageAsync(cancellation);
        }
    }

    /// <summary>Commits all that was written, in one step.</summary>
    public Task CompleteAsync(IDictionary<string, string> metadata, CancellationToken cancellation)
        => BlobStore.GuardAsync($"Writing '{Name}'", async () =>
        {
            if (_blocks.Count == 0)
            {
                // What fits one block needs one request.
                _block.Position = 0;
                return await blob.UploadAsync(_block, new BlobUploadOptions { Metadata = metadata }, cancellation);
            }

            if (_block.Length > 0)
                await StageAsync(cancellation);
            await Task.WhenAll(_staging);
            return await blob.CommitBlockListAsync(_blocks, new CommitBlockListOptions { Metadata = metadata }, cancellation);
        }, cancellation);

    public void Dispose() => _block.Dispose();

    private async Task StageAsync(CancellationToken cancellation)
    {
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(_blocks.Count.ToString("D8", CultureInfo.InvariantCulture)));
        _blocks.Add(id);
        _staging.Enqueue(StageAsync(id, _block, cancellation));
        // Buffers are few and used again: what is left of large ones stays in memory for long.
        _block = _staging.Count > BlocksUnderWay ? await _staging.Dequeue() : new MemoryStream(BlockBytes);
    }

    /// <returns>The buffer, empty again.</returns>
    private Task<MemoryStream> StageAsync(string id, MemoryStream content, CancellationToken cancellation)
        => BlobStore.GuardAsync($"Writing '{Name}'", async () =>
        {
            content.Position = 0;
            await blob.StageBlockAsync(id, content, cancellationToken: cancellation);
            content.SetLength(0);
            return content;
        }, cancellation);
}
