using System.Runtime.InteropServices;

namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>The kernel's <c>struct statx</c>, the same on every processor (include/uapi/linux/stat.h).</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct StatXBuffer
{
    /// <summary>STATX_BASIC_STATS | STATX_BTIME.</summary>
    public const uint Mask = 0xfff;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(80)]
    public StatXTime Born;

    [FieldOffset(96)]
    public StatXTime Changed;

    [FieldOffset(112)]
    public StatXTime Written;
}

/// <summary>The kernel's <c>struct statx_timestamp</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct StatXTime
{
    public long Seconds;
    public uint Nanoseconds;

    /// <summary>The time; the Unix epoch where the file system keeps none.</summary>
    public readonly DateTimeOffset Value => DateTimeOffset.UnixEpoch.AddSeconds(Seconds).AddTicks(Nanoseconds / 100);
}
