using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests.Configuration;

public sealed class KeeperConfigurationFileTests : IDisposable
{
    private const string Sas = "https://account.example/etcd?sig=secret";
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void The_example_of_the_contracts_is_read()
    {
        var read = Read(Valid());
        Assert.Equal(TimeSpan.FromMilliseconds(200), read.ControlInterval);
        Assert.Equal(StartMode.Resume, read.Start);
        Assert.Null(read.Storage.CertificateAuthority);
        Assert.DoesNotContain("secret", read.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.clusterId", "\"00000000-0000-0000-0000-000000000000\"", "clusterId")]
    [InlineData("$.epoch", "0", "epoch")]
    [InlineData("$.start", "\"Maybe\"", "start")]
    [InlineData("$.voidAfter", "\"soon\"", "voidAfter")]
    [InlineData("$.controlInterval", "\"00:00:00\"", "controlInterval")]
    [InlineData("$.etcd.clientListen", "\"nowhere\"", "clientListen")]
    [InlineData("$.etcd.privatePort", "2379", "must differ")]
    [InlineData("$.etcd.privatePort", "70000", "privatePort")]
    [InlineData("$.etcd.quotaBytes", "0", "quotaBytes")]
    [InlineData("$.storage.etcdContainer", "\"relative?sig=secret\"", "etcdContainer")]
    [InlineData("$.storage.controlContainer", "42", "controlContainer")]
    [InlineData("$.storage", "null", "storage")]
    [InlineData("$.healthListen", "\"nowhere\"", "healthListen")]
    [InlineData("$.log", "{ \"delay\": \"00:00:00\" }", "log")]
    public void A_wrong_value_is_named_and_no_secret_quoted(string path, string value, string named)
    {
        var configuration = Valid();
        var parts = path.Split('.');
        var parent = parts.Length == 2 ? configuration : configuration[parts[1]]!.AsObject();
        parent[parts[^1]] = JsonNode.Parse(value);
        var error = Assert.Throws<KeeperConfigurationException>(() => Read(configuration));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_member_is_named()
    {
        var configuration = Valid();
        configuration.Remove("etcd");
        Assert.Contains("etcd", Assert.Throws<KeeperConfigurationException>(() => Read(configuration)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unusable_configuration_ends_the_keeper_with_2()
    {
        using var log = new CollectedLog();
        Assert.Equal(2, await Keeper.RunAsync(_path + ".absent", log, CancellationToken.None));
        Assert.Contains("cannot be read", log.Text, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private static JsonObject Valid() => JsonNode.Parse($$"""
        { "cluster": "dev", "clusterId": "{{Guid.NewGuid()}}", "epoch": 1, "start": "Resume", "unknown": 1,
          "etcd": { "binaryDirectory": "/usr/local/bin", "dataDirectory": "/var/lib/frankenetes/etcd", "clientListen": "127.0.0.1:2379", "privatePort": 22379, "peerPort": 22380,
            "certificate": "a", "key": "b", "certificateAuthority": "c", "clientCertificate": "d", "clientKey": "e", "quotaBytes": 2147483648, "extraArguments": [] },
          "storage": { "etcdContainer": "{{Sas}}", "controlContainer": "{{Sas}}", "certificateAuthority": null },
          "controlInterval": "00:00:00.2", "snapshotInterval": "00:10:00", "voidAfter": "00:10:00" }
        """)!.AsObject();

    private KeeperConfiguration Read(JsonObject configuration)
    {
        File.WriteAllText(_path, configuration.ToJsonString());
        return KeeperConfigurationFile.Read(_path);
    }
}
