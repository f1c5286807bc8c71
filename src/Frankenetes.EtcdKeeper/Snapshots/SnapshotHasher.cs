using System.Security.Cryptography;

namespace Frankenetes.EtcdKeeper.Snapshots;

/// <summary>
/// Hashes a snapshot in one pass, and checks on the way that it ends with the SHA-256 of what went before, as etcd appends it: a stream
/// that broke off unnoticed does not.
/// </summary>
internal sealed class SnapshotHasher : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _tail = new byte[SHA256.HashSizeInBytes];
    private int _tailBytes;
    private long _bytes;

    public void Append(ReadOnlySpan<byte> content)
    {
        _bytes += content.Length;
        // The last 32 bytes are held back, for they may be the trailer.
        var surplus = Math.Max(0, _tailBytes + content.Length - _tail.Length);
        var fromTail = Math.Min(surplus, _tailBytes);
        _hash.AppendData(_tail, 0, fromTail);
        _tail.AsSpan(fromTail, _tailBytes - fromTail).CopyTo(_tail);
        _tailBytes -= fromTail;
        _hash.AppendData(content[..(surplus - fromTail)]);
        content[(surplus - fromTail)..].CopyTo(_tail.AsSpan(_tailBytes));
        _tailBytes += content.Length - (surplus - fromTail);
    }

    /// <summary>Ends the pass.</summary>
    /// <exception cref="SnapshotDamagedException">The trailer is absent or wrong.</exception>
    public SnapshotDigest Finish()
    {
        if (_tailBytes < _tail.Length || !_hash.GetCurrentHash().AsSpan().SequenceEqual(_tail))
            throw new SnapshotDamagedException($"the snapshot of {_bytes} bytes does not end with its own SHA-256");
        _hash.AppendData(_tail);
        return new SnapshotDigest(Convert.ToHexStringLower(_hash.GetHashAndReset()), _bytes);
    }

    public void Dispose() => _hash.Dispose();
}
