using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

public class StartTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task New_over_the_record_of_the_same_cluster_is_refused()
    {
        await using var account = await RecordAccount.CreateAsync();
        await PutSnapshotAsync(account, _cluster);
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await AssertRefusedAsync(account, host, "already holds data");
        Assert.Equal(1, await host.StopAsync());
    }

    [Fact]
    public async Task Another_clusters_blobs_are_not_ours()
    {
        await using var account = await RecordAccount.CreateAsync();
        await PutSnapshotAsync(account, Guid.NewGuid());
        await using (var host = new KeeperHost(account, _cluster, "Resume", epoch: 2))
        {
            host.Start();
            await AssertRefusedAsync(account, host, "no snapshot of this cluster", epoch: 2);
        }

        await using var begun = new KeeperHost(account, _cluster, epoch: 3);
        begun.Start();
        await account.WaitForPhaseAsync("Running", epoch: 3);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("one bit flipped")]
    [InlineData("empty")]
    [InlineData("hash stripped")]
    [InlineData("absent")]
    public async Task A_damaged_snapshot_is_refused(string damage)
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendAsync(account);
        await DamageAsync(account, damage);
        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await AssertRefusedAsync(account, host, "cannot be resumed from", epoch: 2);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("one bit flipped")]
    [InlineData("empty")]
    [InlineData("hash stripped")]
    public async Task A_damaged_snapshot_is_refused_even_where_the_manifest_fits_it(string damage)
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendAsync(account);
        var content = await DamageAsync(account, damage);
        await AlterManifestAsync(account, manifest =>
        {
            manifest["bytes"] = content.Length;
            manifest["sha256"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        });
        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await AssertRefusedAsync(account, host, "cannot be resumed from", epoch: 2);
    }

    [Theory]
    [InlineData("revision")]
    [InlineData("compactRevision")]
    [InlineData("hashKv")]
    public async Task A_store_that_is_not_the_manifests_is_refused(string member)
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendAsync(account);
        await AlterManifestAsync(account, manifest => manifest[member] = manifest[member]!.GetValue<long>() + 1);
        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await AssertRefusedAsync(account, host, "not the one that was suspended", epoch: 2);
    }

    [Fact]
    public async Task A_store_of_a_newer_etcd_is_refused()
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendAsync(account);
        await AlterManifestAsync(account, manifest => manifest["etcdVersion"] = "99.1.0");
        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await AssertRefusedAsync(account, host, "suspended by etcd 99.1.0", epoch: 2);
    }

    [Fact]
    public async Task Without_a_claimed_suspend_the_newest_snapshot_is_resumed_beyond_every_known_revision()
    {
        await using var account = await RecordAccount.CreateAsync();
        long revision;
        await using (var lost = new KeeperHost(account, _cluster, adjust: configuration => configuration["snapshotInterval"] = "00:00:00.3"))
        {
            lost.Start();
            await account.WaitForPhaseAsync("Running");
            await History.WriteAsync(lost.Client);
            revision = await lost.Client.RevisionAsync();
            await Waiting.UntilAsync(async () => (await account.ListAsync("full/")).Any(name => name.Contains($"-{revision:D16}-", StringComparison.Ordinal)), "a snapshot of it");
        }

        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        var ack = await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Contains("Dirty resume", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("again", await host.Client.GetAsync("key-1"));
        Assert.Equal("for a while", await host.Client.GetAsync("leased"));
        Assert.True(await host.Client.RevisionAsync() >= revision + 1_000_000_000);
        var old = await host.Client.TryAsync("get", "key-1", $"--rev={revision}");
        Assert.Contains("compacted", old.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_ends_in_order_says_nothing_of_a_newer_snapshot_that_is_lost()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using (var ended = new KeeperHost(account, _cluster))
        {
            ended.Start();
            await account.WaitForPhaseAsync("Running");
            await ended.Client.PutAsync("last", "word");
            Assert.Equal(0, await ended.StopAsync());
        }

        await PutSnapshotAsync(account, _cluster);
        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2, adjust: configuration => configuration["acceptLoss"] = true);
        host.Start();
        var ack = await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Contains("is lost, as far as anything was", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(ack.GetProperty("start").GetProperty("complete").GetBoolean());
        Assert.Equal("word", await host.Client.GetAsync("last"));
    }

    [Fact]
    public async Task A_manifest_is_no_exact_state_any_more_once_a_later_epoch_was_opened()
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendAsync(account);
        await using (var second = new KeeperHost(account, _cluster, "Resume", epoch: 2))
        {
            second.Start();
            await account.WaitForPhaseAsync("Running", epoch: 2);
            await second.Client.PutAsync("seen", "by a client");
        }

        await using var third = new KeeperHost(account, _cluster, "Resume", epoch: 3);
        third.Start();
        var ack = await account.WaitForPhaseAsync("Running", epoch: 3);
        Assert.Contains("Dirty resume", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(await third.Client.RevisionAsync() > 1_000_000_000);
    }

    [Fact]
    public async Task A_suspended_epoch_does_not_start_again_when_its_volume_is_lost()
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendAsync(account);
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await AssertRefusedAsync(account, host, "has been suspended");
    }

    [Fact]
    public async Task A_start_waits_for_storage()
    {
        await using var account = await RecordAccount.CreateAsync();
        account.EtcdLine.Close();
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("waits for storage", StringComparison.Ordinal)), "waiting");
        Assert.False(await host.Client.IsReachableAsync());
        account.EtcdLine.Open();
        await account.WaitForPhaseAsync("Running");
    }

    [Fact]
    public async Task A_storage_of_an_unknown_authority_is_not_trusted()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster, adjust: configuration => configuration["storage"]!["certificateAuthority"] = null);
        host.Start();
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("unreachable (SecureConnectionError)", StringComparison.Ordinal)), "mistrust");
        Assert.Null(await account.ReadAckAsync());
    }

    [Fact]
    public async Task A_missing_etcd_ends_the_keeper_with_1_and_says_so()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster, adjust: configuration => configuration["etcd"]!["binaryDirectory"] = "/nowhere");
        host.Start();
        var ack = await account.WaitForPhaseAsync("Failed");
        Assert.Contains("'/nowhere/etcd' cannot be started", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await host.StopAsync());
    }

    private static async Task AssertRefusedAsync(RecordAccount account, KeeperHost host, string reason, int epoch = 1)
    {
        var ack = await account.WaitForPhaseAsync("Failed", epoch: epoch);
        Assert.Contains(reason, ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(await host.Client.IsReachableAsync());
        Assert.Empty(host.EtcdProcesses());
    }

    private static async Task PutSnapshotAsync(RecordAccount account, Guid cluster)
    {
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["clusterid"] = cluster.ToString(), ["sha256"] = "00", ["revision"] = "5" } };
        await account.Etcd.GetBlobClient("full/000001-0000000000000005-20260101T000000000Z.snapshot").UploadAsync(BinaryData.FromString("x"), options);
    }

    private static async Task<byte[]> DamageAsync(RecordAccount account, string damage)
    {
        var blob = account.Etcd.GetBlobClient((await account.ReadManifestAsync()).Manifest["snapshot"]!.GetValue<string>());
        var whole = (await blob.DownloadContentAsync()).Value;
        var content = whole.Content.ToArray();
        if (damage == "one bit flipped")
            content[content.Length / 2] ^= 1;
        var damaged = damage switch
        {
            "truncated" => content[..^4096],
            "empty" => [],
            "hash stripped" => content[..^32],
            _ => content,
        };
        if (damage == "absent")
            await blob.DeleteAsync();
        else
            await blob.UploadAsync(BinaryData.FromBytes(damaged), new BlobUploadOptions { Metadata = whole.Details.Metadata });
        return damaged;
    }

    private static async Task AlterManifestAsync(RecordAccount account, Action<JsonObject> alter)
    {
        var (manifest, _) = await account.ReadManifestAsync();
        alter(manifest);
        await account.Etcd.GetBlobClient("manifest/000001.json").UploadAsync(BinaryData.FromString(manifest.ToJsonString()), overwrite: true);
    }

    /// <summary>Epoch 1, with a history, suspended and claimed.</summary>
    private async Task SuspendAsync(RecordAccount account)
    {
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        await History.WriteAsync(host.Client);
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        Assert.True(await account.ClaimAsync());
    }
}
