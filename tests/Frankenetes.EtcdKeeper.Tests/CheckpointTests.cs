using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

public class CheckpointTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task A_checkpoint_of_a_running_store_says_what_it_holds_and_stops_nobody()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        await History.WriteAsync(host.Client);
        var before = await host.Client.DumpAsync();

        using var ended = new CancellationTokenSource();
        var written = WriteOnAsync(host, ended.Token);
        var ack = await MakeAsync(account, "first", "a description");
        await ended.CancelAsync();

        Assert.True(await written > 0);
        Assert.Null(ack.GetProperty("message").GetString());
        var manifest = JsonNode.Parse((await account.Etcd.GetBlobClient("checkpoint/first.json").DownloadContentAsync()).Value.Content)!;
        Assert.Equal(_cluster, manifest["clusterId"]!.GetValue<Guid>());
        Assert.Equal("a description", manifest["description"]!.GetValue<string>());
        Assert.Equal("v1.20.2", manifest["kubernetesVersion"]!.GetValue<string>());
        Assert.InRange(manifest["revision"]!.GetValue<long>(), History.RevisionOf(before), await host.Client.RevisionAsync());
        Assert.Equal(manifest["revision"]!.GetValue<long>(), ack.GetProperty("revision").GetInt64());
        var content = (await account.Etcd.GetBlobClient(manifest["snapshot"]!.GetValue<string>()).DownloadContentAsync()).Value.Content.ToArray();
        Assert.Equal(manifest["sha256"]!.GetValue<string>(), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_and_what_stands_there_stays()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        await MakeAsync(account, "first");
        var there = (await account.Etcd.GetBlobClient("checkpoint/first.snapshot").GetPropertiesAsync()).Value.ETag;
        await host.Client.PutAsync("a", "b");

        var ack = await MakeAsync(account, "first");

        Assert.Contains("already", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(there, (await account.Etcd.GetBlobClient("checkpoint/first.snapshot").GetPropertiesAsync()).Value.ETag);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_stored_leaves_the_cluster_running_and_says_why()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        await account.SetFaultsAsync("""{"rules":[{"route":"PUT /*/*/checkpoint*","service":"blob","count":100,"status":403,"code":"AuthorizationFailure"}]}""");

        var ack = await MakeAsync(account, "first");

        Assert.Contains("No checkpoint was made", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        await host.Client.PutAsync("still", "serves");
        Assert.Empty(await account.ListAsync("checkpoint/"));
    }

    [Fact]
    public async Task A_suspend_does_not_wait_for_a_checkpoint_under_way()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        await account.SetFaultsAsync("""{"rules":[{"route":"PUT /*/*/checkpoint*","service":"blob","count":1,"delay":"00:10:00"}]}""");
        await account.AskAsync("Checkpoint", checkpoint: Order("slow"));
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("Asked to Checkpoint", StringComparison.Ordinal)), "the request is heard");
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        Assert.DoesNotContain("checkpoint/slow.json", await account.ListAsync("checkpoint/"));
    }

    [Fact]
    public async Task A_checkpoint_outlasts_the_retention_of_snapshots()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster, adjust: it => it["snapshotInterval"] = "00:00:00.2000000");
        host.Start();
        await account.WaitForPhaseAsync("Running");
        await MakeAsync(account, "first");
        var then = await account.ListAsync("full/");
        for (var i = 0; !(await account.ListAsync("full/")).TrueForAll(blob => !then.Contains(blob)) || then.Count == 0; i++)
        {
            if (then.Count == 0)
                then = await account.ListAsync("full/");
            await host.Client.PutAsync("key", i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(["checkpoint/first.json", "checkpoint/first.snapshot"], await account.ListAsync("checkpoint/"));
    }

    [Fact]
    public async Task A_checkpoint_older_than_two_dirty_resumes_comes_back_above_every_revision_that_there_was()
    {
        await using var account = await RecordAccount.CreateAsync();
        string kept;
        await using (var first = new KeeperHost(account, _cluster))
        {
            first.StartProcess();
            await account.WaitForPhaseAsync("Running");
            await History.WriteAsync(first.Client);
            kept = Contents(await first.Client.KeysAsync());
            await MakeAsync(account, "first");
            await first.Client.PutAsync("later", "than the checkpoint");
            await first.KillProcessAsync();
        }

        await LoseAsync(account, epoch: 2);
        await LoseAsync(account, epoch: 3);
        long reached;
        await using (var fourth = new KeeperHost(account, _cluster, "Resume", epoch: 4))
        {
            fourth.Start();
            await account.WaitForPhaseAsync("Running", epoch: 4);
            reached = await fourth.Client.RevisionAsync();
            await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend", epoch: 4), epoch: 4);
            Assert.True(await account.ClaimAsync(epoch: 4));
        }

        await using var restored = Restoring(account, "checkpoint/first.json", _cluster, epoch: 5);
        restored.Start();
        var ack = await account.WaitForPhaseAsync("Running", epoch: 5);
        Assert.Contains("Restored from checkpoint 'first'", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(kept, Contents(await restored.Client.KeysAsync()));
        Assert.True(await restored.Client.RevisionAsync() > reached + 999_000_000);
        foreach (var old in new[] { 5, 1_000_000_003, reached, reached + 100 })
        {
            var (_, output, error) = await restored.Client.TryAsync("watch", "key-0", "--rev", old.ToString(CultureInfo.InvariantCulture));
            Assert.Contains("compacted", output + error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_came_after_a_restore_is_not_undone_where_the_volume_is_lost()
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendWithCheckpointAsync(account);
        await using (var lost = Restoring(account, "checkpoint/first.json", _cluster, epoch: 2))
        {
            lost.StartProcess();
            await account.WaitForPhaseAsync("Running", epoch: 2);
            await lost.Client.PutAsync("after", "the restore");
            var revision = await lost.Client.RevisionAsync();
            await Waiting.UntilAsync(async () => await account.RecordedAsync() >= revision, "the log has it");
            await lost.KillProcessAsync();
        }

        await account.Control.GetBlobClient("ack-etcd-keeper.json").DeleteAsync();
        await using var again = Restoring(account, "checkpoint/first.json", _cluster, epoch: 2);
        again.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Equal("the restore", await again.Client.GetAsync("after"));
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("other")]
    [InlineData("absent")]
    [InlineData("hash")]
    public async Task A_checkpoint_that_is_not_what_it_was_is_refused_by_name(string damage)
    {
        await using var account = await RecordAccount.CreateAsync();
        await SuspendWithCheckpointAsync(account);
        await DamageAsync(account, damage);
        await using var host = Restoring(account, "checkpoint/first.json", _cluster, epoch: 2);
        host.Start();
        var ack = await account.WaitForPhaseAsync("Failed", epoch: 2);
        Assert.Contains("cannot be restored from 'checkpoint/first.json'", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(await host.Client.IsReachableAsync());
    }

    [Fact]
    public async Task A_clone_is_begun_from_another_clusters_checkpoint_and_forgets_the_others_API_server()
    {
        const string Authorities = "/registry/configmaps/kube-system/extension-apiserver-authentication";
        await using var account = await RecordAccount.CreateAsync();
        await SuspendWithCheckpointAsync(account, Authorities, "/registry/masterleases/10.0.0.1", "/registry/configmaps/kube-system/other");

        await using var clone = new KeeperHost(account, Guid.NewGuid(), "Resume", epoch: 2, adjust: it => it["restore"] = Choice("checkpoint/first.json", _cluster));
        clone.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);

        var keys = await clone.Client.RunAsync("get", "", "--prefix", "--keys-only");
        Assert.DoesNotContain(Authorities, keys, StringComparison.Ordinal);
        Assert.DoesNotContain("masterleases", keys, StringComparison.Ordinal);
        Assert.Contains("/registry/configmaps/kube-system/other", keys, StringComparison.Ordinal);
    }

    private static JsonObject Order(string name, string? description = null)
        => new() { ["name"] = name, ["description"] = description, ["kubernetesVersion"] = "v1.20.2" };

    private static JsonObject Choice(string manifest, Guid cluster) => new() { ["checkpoint"] = manifest, ["clusterId"] = cluster };

    private static async Task<JsonElement> MakeAsync(RecordAccount account, string name, string? description = null, int epoch = 1)
        => await account.WaitForPhaseAsync("Running", await account.AskAsync("Checkpoint", epoch, checkpoint: Order(name, description)), epoch);

    private static async Task<int> WriteOnAsync(KeeperHost host, CancellationToken end)
    {
        var count = 0;
        for (; !end.IsCancellationRequested; count++)
            await host.Client.PutAsync("meanwhile", count.ToString(CultureInfo.InvariantCulture));
        return count;
    }

    /// <summary>Keys and values alone: revisions are raised by a restore.</summary>
    private static string Contents(string kvs)
    {
        using var all = JsonDocument.Parse(kvs);
        return string.Join('\n', all.RootElement.EnumerateArray().Select(kv => $"{kv.GetProperty("key").GetString()}={kv.GetProperty("value").GetString()}"));
    }

    private static async Task DamageAsync(RecordAccount account, string damage)
    {
        var (snapshot, manifest) = (account.Etcd.GetBlobClient("checkpoint/first.snapshot"), account.Etcd.GetBlobClient("checkpoint/first.json"));
        var text = JsonNode.Parse((await manifest.DownloadContentAsync()).Value.Content)!;
        switch (damage)
        {
            case "flip":
                var content = (await snapshot.DownloadContentAsync()).Value.Content.ToArray();
                content[content.Length / 2] ^= 1;
                await snapshot.UploadAsync(BinaryData.FromBytes(content), overwrite: true);
                return;
            case "absent":
                await snapshot.DeleteAsync();
                return;
            case "other":
                text["clusterId"] = Guid.NewGuid();
                break;
            default:
                text["hashKv"] = text["hashKv"]!.GetValue<uint>() ^ 1;
                break;
        }

        await manifest.UploadAsync(BinaryData.FromString(text.ToJsonString()), overwrite: true);
    }

    private async Task SuspendWithCheckpointAsync(RecordAccount account, params string[] keys)
    {
        await using var first = new KeeperHost(account, _cluster);
        first.Start();
        await account.WaitForPhaseAsync("Running");
        foreach (var key in keys.Append("key-0"))
            await first.Client.PutAsync(key, "value");
        await MakeAsync(account, "first");
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        Assert.True(await account.ClaimAsync());
    }

    private async Task LoseAsync(RecordAccount account, int epoch)
    {
        await using var lost = new KeeperHost(account, _cluster, "Resume", epoch);
        lost.StartProcess();
        await account.WaitForPhaseAsync("Running", epoch: epoch);
        await lost.Client.PutAsync("epoch", epoch.ToString(CultureInfo.InvariantCulture));
        await lost.KillProcessAsync();
    }

    private KeeperHost Restoring(RecordAccount account, string manifest, Guid madeOf, int epoch)
        => new(account, _cluster, "Resume", epoch, it => it["restore"] = Choice(manifest, madeOf));
}
