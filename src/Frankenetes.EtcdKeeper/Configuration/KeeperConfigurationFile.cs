using System.Net;
using System.Text.Json;

namespace Frankenetes.EtcdKeeper.Configuration;

/// <summary>Reads and checks keeper.json.</summary>
internal static class KeeperConfigurationFile
{
    public static KeeperConfiguration Read(string path)
    {
        KeeperConfiguration? configuration;
        try
        {
            using var file = File.OpenRead(path);
            configuration = JsonSerializer.Deserialize(file, KeeperJson.Default.KeeperConfiguration);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KeeperConfigurationException($"The configuration '{path}' cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            // The serializer's message may quote a value; the place says enough.
            throw new KeeperConfigurationException(
                $"The configuration '{path}' is not valid: {Missing(e)}see {e.Path ?? "$"}, line {e.LineNumber + 1}.", e);
        }

        Check(configuration ?? throw new KeeperConfigurationException($"The configuration '{path}' is empty."));
        return configuration;
    }

    private static string Missing(JsonException e)
        => e.Message.Contains("required properties", StringComparison.Ordinal) ? e.Message + " " : "";

    private static void Check(KeeperConfiguration it)
    {
        Require(it.ClusterId != Guid.Empty, "clusterId is empty.");
        Require(it.Epoch is >= 1 and <= 999_999, "epoch must be 1 to 999999.");
        Require(IPEndPoint.TryParse(it.Etcd.ClientListen, out var gate) && gate.Port > 0, "etcd.clientListen must be address:port.");
        Require(it.Etcd.PrivatePort is > 0 and < 65536, "etcd.privatePort must be 1 to 65535.");
        Require(it.Etcd.PeerPort is > 0 and < 65536, "etcd.peerPort must be 1 to 65535.");
        Require(
            new[] { gate!.Port, it.Etcd.PrivatePort, it.Etcd.PeerPort }.Distinct().Count() == 3,
            "etcd.clientListen, etcd.privatePort and etcd.peerPort must differ.");
        Require(it.Etcd.QuotaBytes > 0, "etcd.quotaBytes must be positive.");
        Require(IsHttp(it.Storage.EtcdContainer), "storage.etcdContainer must be an http(s) address.");
        Require(IsHttp(it.Storage.ControlContainer), "storage.controlContainer must be an http(s) address.");
        Require(it.ControlInterval > TimeSpan.Zero, "controlInterval must be positive.");
        Require(it.SnapshotInterval > TimeSpan.Zero, "snapshotInterval must be positive.");
        Require(it.VoidAfter > TimeSpan.Zero, "voidAfter must be positive.");
        Require(it.Log.Delay > TimeSpan.Zero && it.Log.HeartbeatDelay > TimeSpan.Zero && it.Log.HoldCheck > TimeSpan.Zero, "the times in log must be positive.");
        Require(it.Log.RevisionsPerSnapshot > 0, "log.revisionsPerSnapshot must be positive.");
        Require(it.Log.BufferBytes > 0, "log.bufferBytes must be positive.");
        Require(it.Restore is null || (it.Restore.Checkpoint.Length > 0 && it.Restore.ClusterId != Guid.Empty), "restore names no checkpoint.");
        Require(it.HealthListen is null || (IPEndPoint.TryParse(it.HealthListen, out var health) && health.Port > 0), "healthListen must be address:port.");
    }

    private static bool IsHttp(Uri address)
        => address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp);

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new KeeperConfigurationException("The configuration is not valid: " + message);
    }
}
