using System.Text.Json;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Clusters.Plans;

namespace Frankenetes.Clusters.Components;

/// <summary>etcd, run by the keeper: the etcd image with the agent as its command.</summary>
internal static class Etcd
{
    public const string Name = "etcd";
    public const int Port = 2379;
    public const string DataFolder = "/var/lib/frankenetes";
    private const long QuotaBytes = 2L << 30;

    public static IReadOnlyList<string> Command => Agent.Command("etcd-keeper", "keeper.json");

    /// <summary>The files of its PKI volume: etcd's CA is there to be trusted, its key is not.</summary>
    public static IReadOnlyDictionary<string, string> PkiFiles(ControlPlaneInput input)
    {
        var server = input.Leaves.EtcdServer(input.Hosts.Etcd);
        var keeper = input.Leaves.EtcdKeeperClient();
        return new Dictionary<string, string>
        {
            ["ca.crt"] = input.Keys.Etcd.Certificate,
            ["server.crt"] = server.Certificate,
            ["server.key"] = server.Key,
            ["keeper.crt"] = keeper.Certificate,
            ["keeper.key"] = keeper.Key,
        };
    }

    /// <summary>The files of its configuration volume.</summary>
    public static IReadOnlyDictionary<string, string> ConfigurationFiles(ControlPlaneInput input)
    {
        var files = new Dictionary<string, string> { ["keeper.json"] = JsonSerializer.Serialize(Configuration(input), PlansJson.Default.KeeperConfiguration) };
        if (input.Environment.CertificateAuthority is { } authority)
            files["azure-ca.pem"] = authority;
        return files;
    }

    private static KeeperConfiguration Configuration(ControlPlaneInput input) => new(
        input.Names.Cluster,
        input.Names.Id,
        input.Epoch,
        input.Resuming ? "Resume" : "New",
        new KeeperConfiguration.EtcdSettings(
            "/usr/local/bin",
            $"{DataFolder}/etcd",
            $"{input.Hosts.EtcdListen}:{Port}",
            22379,
            22380,
            $"{Agent.PkiFolder}/server.crt",
            $"{Agent.PkiFolder}/server.key",
            $"{Agent.PkiFolder}/ca.crt",
            $"{Agent.PkiFolder}/keeper.crt",
            $"{Agent.PkiFolder}/keeper.key",
            QuotaBytes,
            []),
        new KeeperConfiguration.StorageSettings(
            input.EtcdContainer,
            input.ControlContainer,
            input.Environment.CertificateAuthority is null ? null : $"{Agent.ConfigurationFolder}/azure-ca.pem"),
        input.Environment.ControlInterval,
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(10),
        HealthListen: "127.0.0.1:2381",
        input.AcceptLoss)
    {
        Restore = input.Restore is { } restore ? new KeeperConfiguration.RestoreSettings(CheckpointStore.ManifestOf(restore.Checkpoint), restore.ClusterId) : null,
    };
}
