using System.Text;
using Frankenetes.EtcdKeeper.Etcd;

namespace Frankenetes.EtcdKeeper.Revisions;

/// <summary>Keys that an idle cluster writes all the time and that are worth nothing a few seconds later: who leads, who lives, how far was compacted.</summary>
internal static class HeartbeatKeys
{
    private static readonly byte[][] _prefixes = [.. new[] { "/registry/leases/", "/registry/masterleases/", "compact_rev_key" }.Select(Encoding.ASCII.GetBytes)];

    public static bool AreAll(RevisionEvents revision) => revision.Events.All(change => Is(change.Kv.Key.Span));

    private static bool Is(ReadOnlySpan<byte> key)
    {
        foreach (var prefix in _prefixes)
        {
            if (key.StartsWith(prefix))
                return true;
        }

        return false;
    }
}
