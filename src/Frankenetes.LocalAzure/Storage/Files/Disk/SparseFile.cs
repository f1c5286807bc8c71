using Frankenetes.LocalAzure.Storage.Protocol;
using Microsoft.Win32.SafeHandles;

namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>Files with holes: parts that were never written, or were cleared, take no room.</summary>
internal static class SparseFile
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Makes a run of bytes read as zero.</summary>
    public static void Clear(SafeFileHandle file, ByteRange range)
    {
        if (Posix.Allocate((int)file.DangerousGetHandle(), Posix.KeepSizePunchHole, range.Start, range.Length) == 0) return;
        // Not every file system can punch holes.
        var zeros = new byte[ChunkBytes];
        for (var offset = range.Start; offset <= range.Last; offset += ChunkBytes)
        {
            RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(ChunkBytes, range.Last - offset + 1)), offset);
        }
    }

    /// <summary>The runs within a window that hold data, in order.</summary>
    public static IEnumerable<ByteRange> DataRanges(SafeFileHandle file, ByteRange window)
    {
        var descriptor = (int)file.DangerousGetHandle();
        for (var offset = window.Start; offset <= window.Last;)
        {
            var start = Posix.Seek(descriptor, offset, Posix.SeekData);
            if (start < 0) yield break;
            var end = Math.Min(Posix.Seek(descriptor, start, Posix.SeekHole), window.Last + 1);
            if (start >= end) yield break;
            yield return new ByteRange(start, end - start);
            offset = end;
        }
    }
}
