using Azure;

namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>What reading a small blob gave.</summary>
/// <param name="Outcome">Whether there is content.</param>
/// <param name="Content">Empty unless read.</param>
/// <param name="ETag">Of the content; default unless read.</param>
internal sealed record BlobRead(BlobReadOutcome Outcome, ReadOnlyMemory<byte> Content, ETag ETag)
{
    public static readonly BlobRead Absent = new(BlobReadOutcome.Absent, default, default);
    public static readonly BlobRead Unchanged = new(BlobReadOutcome.Unchanged, default, default);
}
