namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>A file that holds a run of a blob's bytes.</summary>
/// <param name="File">The file's name in the container's content folder.</param>
/// <param name="Length">How many of its bytes count; what lies beyond was never committed.</param>
/// <param name="BlockId">The block's id in base64, as the client gave it; null where the run was not sent as a block.</param>
internal sealed record BlobPart(string File, long Length, string? BlockId);
