namespace Frankenetes.LocalAzure.Storage.Protocol;

/// <summary>User metadata: the <c>x-ms-meta-*</c> headers.</summary>
internal static class MetadataHeaders
{
    private const string Prefix = "x-ms-meta-";
    private const int LimitBytes = 8192;

    /// <summary>What a request brings, in order of name; names keep their letter case.</summary>
    public static SortedDictionary<string, string> Read(StorageRequest request)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (header, value) in request.Http.Headers)
        {
            if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var name = header[Prefix.Length..];
            if (name.Length == 0) throw StorageErrors.EmptyMetadataKey();
            if (!IsIdentifier(name) || !HeaderText.IsPlain(value.ToString())) throw StorageErrors.InvalidMetadata();
            metadata[name] = value.ToString();
        }

        return metadata.Sum(pair => pair.Key.Length + pair.Value.Length) > LimitBytes ? throw StorageErrors.MetadataTooLarge() : metadata;
    }

    /// <summary>Puts metadata into the answer.</summary>
    public static void Write(HttpResponse answer, IReadOnlyDictionary<string, string> metadata)
    {
        foreach (var (name, value) in metadata) answer.Headers[Prefix + name] = value;
    }

    // Azure asks for the names of C# identifiers.
    private static bool IsIdentifier(string name) =>
        !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
