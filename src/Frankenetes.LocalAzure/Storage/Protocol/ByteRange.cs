using System.Globalization;

namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>A run of bytes of a blob or file.</summary>
/// <param name="Start">The first byte's offset.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    /// <summary>The offset of the last byte.</summary>
    public long Last => Start + Length - 1;

    /// <summary>What a read asks for in <c>x-ms-range</c> or <c>Range</c>, cut to what there is; null for the whole.</summary>
    public static ByteRange? OfRead(StorageRequest request, long length)
    {
        if (Parse(request) is not { } asked) return null;
        if (asked.Start >= length) throw StorageErrors.InvalidRange(length);
        return new ByteRange(asked.Start, Math.Min(asked.Last ?? long.MaxValue - 1, length - 1) - asked.Start + 1);
    }

    /// <summary>What a write names in <c>x-ms-range</c> or <c>Range</c>; both ends are needed.</summary>
    public static ByteRange OfWrite(StorageRequest request) => Parse(request) is { Last: { } last } asked
        ? new ByteRange(asked.Start, last - asked.Start + 1)
        : throw StorageErrors.InvalidHeader("Range");

    private static (long Start, long? Last)? Parse(StorageRequest request)
    {
        const string unit = "bytes=";
        var header = request.Header("x-ms-range") is null ? "Range" : "x-ms-range";
        if (request.Header(header) is not { } text) return null;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!text.StartsWith(unit, StringComparison.OrdinalIgnoreCase) || dash < 0) throw StorageErrors.InvalidHeader(header);
        if (!TryNumber(text[unit.Length..dash], out var start)) throw StorageErrors.InvalidHeader(header);
        if (dash == text.Length - 1) return (start, null);
        if (!TryNumber(text[(dash + 1)..], out var last) || last < start) throw StorageErrors.InvalidHeader(header);
        return (start, last);
    }

    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
