using System.Security.Cryptography;
using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Tests.Snapshots;

public class SnapshotHasherTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void The_parts_in_which_it_comes_make_no_difference(int part)
    {
        var whole = Whole(4000);
        using var hasher = new SnapshotHasher();
        foreach (var piece in whole.Chunk(part))
            hasher.Append(piece);
        Assert.Equal(new SnapshotDigest(Convert.ToHexStringLower(SHA256.HashData(whole)), whole.Length), hasher.Finish());
    }

    [Fact]
    public void A_snapshot_cut_at_any_byte_is_damaged()
    {
        var whole = Whole(100);
        for (var length = 0; length < whole.Length; length++)
        {
            using var hasher = new SnapshotHasher();
            hasher.Append(whole.AsSpan(0, length));
            Assert.Throws<SnapshotDamagedException>(hasher.Finish);
        }
    }

    [Fact]
    public void A_snapshot_with_any_bit_flipped_is_damaged()
    {
        var whole = Whole(50);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            using var hasher = new SnapshotHasher();
            hasher.Append(damaged);
            Assert.Throws<SnapshotDamagedException>(hasher.Finish);
        }
    }

    private static byte[] Whole(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return [.. content, .. SHA256.HashData(content)];
    }
}
