using System.Buffers;
using System.Security.Cryptography;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>Bodies of requests: into memory where they are small, into a file where they may not be.</summary>
internal static class Bodies
{
    private const int ChunkBytes = 256 * 1024;

    /// <summary>The length the request announces.</summary>
    public static long Length(StorageRequest request, long limitBytes)
    {
        var length = request.Http.ContentLength ?? throw StorageErrors.MissingContentLength();
        return length > limitBytes ? throw StorageErrors.RequestBodyTooLarge(limitBytes) : length;
    }

    /// <summary>The whole body in memory.</summary>
    public static async Task<byte[]> ReadAsync(StorageRequest request, int limitBytes)
    {
        var body = new byte[Length(request, limitBytes)];
        await request.Http.Body.ReadExactlyAsync(body, request.Aborted).ConfigureAwait(false);
        return body;
    }

    /// <summary>Streams the body into a file, from its start, and returns the MD5 of what came.</summary>
    public static async Task<byte[]> CopyAsync(StorageRequest request, Stream file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (int read; (read = await request.Http.Body.ReadAsync(buffer, request.Aborted).ConfigureAwait(false)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), request.Aborted).ConfigureAwait(false);
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Compares the request's Content-MD5, where it has one, with what came.</summary>
    public static void DemandMd5(StorageRequest request, ReadOnlySpan<byte> actual)
    {
        if (request.Header("Content-MD5") is not { } text) return;
        Span<byte> expected = stackalloc byte[16];
        if (!Convert.TryFromBase64String(text, expected, out var written) || written != 16) throw StorageErrors.InvalidMd5();
        if (!expected.SequenceEqual(actual)) throw StorageErrors.Md5Mismatch();
    }

    /// <summary>MD5 is part of the protocol (Content-MD5), no protection against anybody.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "The protocol's own checksum.")]
    public static byte[] Md5(ReadOnlySpan<byte> content) => MD5.HashData(content);
}
