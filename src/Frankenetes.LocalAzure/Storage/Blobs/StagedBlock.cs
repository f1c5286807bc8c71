namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>A block that was sent and is not committed.</summary>
/// <param name="BlockId">Its id, base64.</param>
/// <param name="File">The file that holds it.</param>
/// <param name="Length">Its size in bytes.</param>
/// <param name="StagedAt">When it came.</param>
internal sealed record StagedBlock(string BlockId, string File, long Length, DateTimeOffset StagedAt);
