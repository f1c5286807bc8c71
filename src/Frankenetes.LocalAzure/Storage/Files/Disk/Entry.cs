namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>What the disk knows of a file or folder.</summary>
internal sealed record Entry(string Name, EntryKind Kind, ulong Inode, long Length, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset WrittenAt)
{
    private const int TypeMask = 0xf000, RegularFile = 0x8000, Folder = 0x4000;

    /// <summary>New at every write, whoever writes: it is made of the time of the last write and the length.</summary>
    public string ETag => $"\"0x8{WrittenAt.UtcTicks:X}{(Kind == EntryKind.File ? Length : 0):X}\"";

    /// <summary>The entry from what the kernel told.</summary>
    public static Entry Of(string name, in StatXBuffer buffer) => new(
        name,
        (buffer.Mode & TypeMask) switch { RegularFile => EntryKind.File, Folder => EntryKind.Directory, _ => EntryKind.Other },
        buffer.Inode,
        (long)buffer.Size,
        buffer.Born.Value,
        buffer.Changed.Value,
        buffer.Written.Value);
}
