namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>A blob as a listing shows it.</summary>
internal sealed record BlobEntry(string Name, long Bytes, IReadOnlyDictionary<string, string> Metadata);
