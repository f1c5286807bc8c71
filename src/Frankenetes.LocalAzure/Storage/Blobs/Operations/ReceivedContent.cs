using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs.Operations;

/// <summary>The body of a write, received before any lock is taken, so that a slow client holds up nobody.</summary>
/// <param name="Length">How many bytes.</param>
/// <param name="Md5">Their MD5.</param>
/// <param name="Memory">The bytes, when they are few; null when they are in a file.</param>
/// <param name="File">The content file that holds them and is on disk for good; null when they are in memory.</param>
internal sealed record ReceivedContent(long Length, byte[] Md5, byte[]? Memory, string? File)
{
    /// <summary>Receives the body and compares it with its Content-MD5.</summary>
    /// <param name="request">The request.</param>
    /// <param name="files">Where a long body goes.</param>
    /// <param name="file">The name of its file.</param>
    /// <param name="memoryBytes">Bodies up to this length stay in memory.</param>
    /// <param name="limitBytes">Longer ones are refused.</param>
    public static async Task<ReceivedContent> ReceiveAsync(StorageRequest request, ContentFiles files, string file, int memoryBytes, long limitBytes)
    {
        var length = Bodies.Length(request, limitBytes);
        var content = length <= memoryBytes ? await IntoMemoryAsync(request, memoryBytes).ConfigureAwait(false) : await IntoFileAsync(request, files, file, length).ConfigureAwait(false);
        try
        {
            Bodies.DemandMd5(request, content.Md5);
            return content;
        }
        catch
        {
            content.Discard(files);
            throw;
        }
    }

    /// <summary>Removes the file, when there is one: the write was refused.</summary>
    public void Discard(ContentFiles files)
    {
        if (File is not null) files.Remove([File]);
    }

    private static async Task<ReceivedContent> IntoMemoryAsync(StorageRequest request, int memoryBytes)
    {
        var bytes = await Bodies.ReadAsync(request, memoryBytes).ConfigureAwait(false);
        return new ReceivedContent(bytes.Length, Bodies.Md5(bytes), bytes, File: null);
    }

    private static async Task<ReceivedContent> IntoFileAsync(StorageRequest request, ContentFiles files, string file, long length)
    {
        try
        {
            using var stream = files.Create(file);
            var md5 = await Bodies.CopyAsync(request, stream).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
            return new ReceivedContent(length, md5, Memory: null, file);
        }
        catch (Exception exception) when (exception is not DirectoryNotFoundException)
        {
            files.Remove([file]);
            throw;
        }
    }
}
