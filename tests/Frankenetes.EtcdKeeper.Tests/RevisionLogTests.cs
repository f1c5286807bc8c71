using System.Globalization;
using System.Text.Json;
using Azure.Storage.Blobs.Specialized;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

public class RevisionLogTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task What_was_written_half_a_second_before_the_group_was_lost_is_back()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var lost = await StartAsync(account))
        {
            await History.WriteAsync(lost.Client);
            await WriteManyAsync(lost);
            before = await lost.Client.KeysAsync();
            await WaitForLogAsync(account, await lost.Client.RevisionAsync());
            await lost.KillProcessAsync();
        }

        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        var ack = await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Contains("Dirty resume", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        var start = ack.GetProperty("start");
        Assert.False(start.GetProperty("exact").GetBoolean() || start.GetProperty("complete").GetBoolean());
        Assert.True(start.GetProperty("opened").GetInt64() >= start.GetProperty("revision").GetInt64() + 1_000_000_000);
        Assert.Equal(before, await host.Client.KeysAsync());
        Assert.True(await host.Client.RevisionAsync() > 1_000_000_000);
    }

    [Fact]
    public async Task A_store_that_was_lost_before_anything_was_written_comes_back_empty()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using (var lost = await StartAsync(account))
        {
            await Waiting.UntilAsync(async () => (await account.ListAsync("full/")).Count > 0, "a snapshot");
            await lost.KillProcessAsync();
        }

        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.True(await host.Client.RevisionAsync() > 1_000_000_000);
        Assert.Equal("", await host.Client.KeysAsync());
    }

    [Fact]
    public async Task A_keeper_that_was_asked_to_end_leaves_nothing_unrecorded_and_says_so()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var ended = new KeeperHost(account, _cluster, adjust: it => it["log"] = new System.Text.Json.Nodes.JsonObject { ["delay"] = "00:01:00", ["heartbeatDelay"] = "00:01:00" }))
        {
            ended.Start();
            await account.WaitForPhaseAsync("Running");
            await ended.Client.PutAsync("last", "word");
            before = await ended.Client.KeysAsync();
            Assert.Equal(0, await ended.StopAsync());
        }

        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        var ack = await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Contains("nothing is lost", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, await host.Client.KeysAsync());
    }

    [Fact]
    public async Task A_second_keeper_of_the_cluster_ends_the_first()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var first = await StartAsync(account);
        await first.Client.PutAsync("a", "1");
        await WaitForLogAsync(account, 2);

        await using var second = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        second.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        await Waiting.UntilAsync(async () => !await first.Client.IsReachableAsync(), "the first one's gate is closed");
        Assert.Equal("1", await second.Client.GetAsync("a"));
        await second.Client.PutAsync("b", "2");
        Assert.Equal(2, (await account.ReadAckAsync())!.Value.GetProperty("epoch").GetInt32());
    }

    [Fact]
    public async Task Two_keepers_of_one_epoch_leave_one()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var first = new KeeperHost(account, _cluster);
        await using var second = new KeeperHost(account, _cluster);
        first.StartProcess();
        second.StartProcess();
        await account.WaitForPhaseAsync("Running");
        KeeperHost? winner = null;
        await Waiting.UntilAsync(async () => (winner = (await first.Client.IsReachableAsync(), await second.Client.IsReachableAsync()) switch { (true, false) => first, (false, true) => second, _ => null }) is not null, "one of them serves");
        await winner!.Client.PutAsync("a", "1");
        await Waiting.UntilAsync(async () => (await account.ListAsync("log/")).Count > 0 && await first.Client.IsReachableAsync() != await second.Client.IsReachableAsync(), "still one");
    }

    [Fact]
    public async Task The_log_goes_on_where_it_was_after_a_restart()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var host = await StartAsync(account))
        {
            await host.Client.PutAsync("a", "1");
            await WaitForLogAsync(account, 2);
            await host.KillProcessAsync();
            host.StartProcess();
            await Waiting.UntilAsync(host.Client.IsReachableAsync, "the gate is open again");
            await host.Client.PutAsync("b", "2");
            before = await host.Client.KeysAsync();
            await WaitForLogAsync(account, 3);
            await host.KillProcessAsync();
        }

        Assert.Empty(await account.ListAsync("full/"));
        Assert.True((await account.ListAsync("log/")).Count > 1);
        await using var resumed = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        resumed.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Equal(before, await resumed.Client.KeysAsync());
    }

    [Fact]
    public async Task Data_older_than_the_log_is_set_aside_and_the_log_is_served()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        await host.Client.PutAsync("a", "old");
        await WaitForLogAsync(account, 2);
        await host.KillProcessAsync();
        await host.KillEtcdAsync();
        var copy = host.DataDirectory + "-copy";
        Folders.Copy(host.DataDirectory, copy);
        host.StartProcess();
        await Waiting.UntilAsync(host.Client.IsReachableAsync, "the gate is open again");
        await host.Client.PutAsync("a", "new");
        await WaitForLogAsync(account, 3);
        await host.KillProcessAsync();
        await host.KillEtcdAsync();
        Directory.Delete(host.DataDirectory, recursive: true);
        Directory.Move(copy, host.DataDirectory);

        host.StartProcess();
        await Waiting.UntilAsync(host.Client.IsReachableAsync, "the gate is open again");
        Assert.Equal("new", await host.Client.GetAsync("a"));
        Assert.True(await host.Client.RevisionAsync() > 1_000_000_000);
        Assert.Single(Directory.EnumerateDirectories(host.DataDirectory, "aside-*"));
    }

    [Fact]
    public async Task Short_leases_do_not_run_out_while_the_log_is_replayed()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var lost = await StartAsync(account))
        {
            for (var i = 0; i < 3; i++)
                await lost.Client.PutAsync($"short-{i}", "x", $"--lease={await lost.Client.GrantAsync(TimeSpan.FromSeconds(300))}");
            await WriteManyAsync(lost);
            before = await lost.Client.KeysAsync();
            await WaitForLogAsync(account, await lost.Client.RevisionAsync());
            await lost.KillProcessAsync();
        }

        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Equal(before, await host.Client.KeysAsync());
        Assert.Contains("granted with TTL(300s)", await host.Client.RunAsync("lease", "timetolive", await host.Client.LeaseOfAsync("short-1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_comes_back_gets_all_that_was_written_meanwhile()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var host = await StartAsync(account))
        {
            account.EtcdLine.Close();
            await WriteManyAsync(host);
            var ack = await account.WaitForAckAsync(ack => ack.GetProperty("protection") is { ValueKind: JsonValueKind.Object } it && it.GetProperty("unprotectedSince").ValueKind == JsonValueKind.String, "being unprotected");
            Assert.False(ack.GetProperty("protection").GetProperty("storageReachable").GetBoolean());
            account.EtcdLine.Open();
            await account.WaitForAckAsync(ack => ack.GetProperty("protection").GetProperty("unprotectedSince").ValueKind == JsonValueKind.Null, "being protected again");
            before = await host.Client.KeysAsync();
            await WaitForLogAsync(account, await host.Client.RevisionAsync());
            await host.KillProcessAsync();
        }

        await using var resumed = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        resumed.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Equal(before, await resumed.Client.KeysAsync());
    }

    [Theory]
    [InlineData("one bit flipped")]
    [InlineData("torn")]
    [InlineData("deleted")]
    public async Task Damage_of_the_log_is_reported_and_what_is_lost_needs_consent(string damage)
    {
        await using var account = await RecordAccount.CreateAsync();
        await using (var lost = await StartAsync(account))
        {
            for (var i = 0; i < 8; i++)
            {
                await lost.Client.PutAsync($"key-{i}", "x");
                await WaitForLogAsync(account, i + 2);
            }

            await lost.KillProcessAsync();
        }

        await DamageAsync(account, damage);
        await using (var host = new KeeperHost(account, _cluster, "Resume", epoch: 2))
        {
            host.Start();
            if (damage == "torn")
            {
                var torn = await account.WaitForPhaseAsync("Running", epoch: 2);
                Assert.Contains("ends within a record", torn.GetProperty("message").GetString(), StringComparison.Ordinal);
                Assert.Equal("x", await host.Client.GetAsync("key-6"));
                return;
            }

            var ack = await account.WaitForPhaseAsync("Failed", epoch: 2);
            Assert.Contains(damage == "deleted" ? "there is nothing to resume from" : "acceptLoss", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.False(await host.Client.IsReachableAsync());
        }

        if (damage == "deleted")
            return;
        await using var consented = new KeeperHost(account, _cluster, "Resume", epoch: 3, adjust: it => it["acceptLoss"] = true);
        consented.Start();
        var accepted = await account.WaitForPhaseAsync("Running", epoch: 3);
        // Behind a revision, or at its begin where a slow machine had only just begun it.
        Assert.Contains("is damaged ", accepted.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("x", await consented.Client.GetAsync("key-1"));
    }

    [Fact]
    public async Task A_damaged_snapshot_is_passed_over_where_the_log_leads_on_from_an_older_one()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var lost = await StartAsync(account, it => it["snapshotInterval"] = "00:00:02"))
        {
            await WriteManyAsync(lost);
            await Waiting.UntilAsync(async () => (await account.ListAsync("full/")).Count >= 3, "three snapshots");
            await lost.Client.PutAsync("after", "them");
            before = await lost.Client.KeysAsync();
            await WaitForLogAsync(account, await lost.Client.RevisionAsync());
            await lost.KillProcessAsync();
        }

        foreach (var blob in (await account.ListAsync("full/")).OrderDescending(StringComparer.Ordinal).Take(2))
            await FlipAsync(account, blob, 1000);
        await using var host = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        host.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Equal(before, await host.Client.KeysAsync());
    }

    private static async Task DamageAsync(RecordAccount account, string damage)
    {
        var names = await account.ListAsync("log/");
        var newest = await NewestWithContentAsync(account, names);
        switch (damage)
        {
            case "deleted":
                // With the snapshot that a slow machine has come to by now.
                foreach (var name in (await account.ListAsync("log/")).Concat(await account.ListAsync("full/")))
                    await account.DeleteAsync(name);
                await account.Etcd.GetBlobClient("opened/000001.json").DeleteIfExistsAsync();
                break;
            case "torn":
                await RewriteAsync(account, newest, content => content[..^5]);
                break;
            default:
                await FlipAsync(account, newest, -300);
                break;
        }
    }

    // On a slow machine the keeper may just have begun another, and been killed before it wrote to it: that one goes.
    private static async Task<string> NewestWithContentAsync(RecordAccount account, IEnumerable<string> names)
    {
        foreach (var name in names.OrderDescending(StringComparer.Ordinal))
        {
            if ((await account.Etcd.GetBlobClient(name).GetPropertiesAsync()).Value.ContentLength > 0)
                return name;
            await account.DeleteAsync(name);
        }

        throw new InvalidOperationException("No log holds anything.");
    }

    private static Task FlipAsync(RecordAccount account, string blob, int at) => RewriteAsync(account, blob, content =>
    {
        content[at < 0 ? content.Length + at : at] ^= 4;
        return content;
    });

    private static async Task RewriteAsync(RecordAccount account, string name, Func<byte[], byte[]> change)
    {
        var blob = account.Etcd.GetBlobClient(name);
        var whole = (await blob.DownloadContentAsync()).Value;
        var content = change(whole.Content.ToArray());
        if (!name.StartsWith("log/", StringComparison.Ordinal))
        {
            await blob.UploadAsync(BinaryData.FromBytes(content), new Azure.Storage.Blobs.Models.BlobUploadOptions { Metadata = whole.Details.Metadata });
            return;
        }

        await account.DeleteAsync(name);
        var append = account.Etcd.GetAppendBlobClient(name);
        await append.CreateAsync(new Azure.Storage.Blobs.Models.AppendBlobCreateOptions { Metadata = whole.Details.Metadata });
        await append.AppendBlockAsync(BinaryData.FromBytes(content).ToStream());
    }

    private static async Task WriteManyAsync(KeeperHost host)
    {
        var lease = await host.Client.GrantAsync(TimeSpan.FromMinutes(10));
        for (var i = 0; i < 20; i++)
            await host.Client.PutAsync($"many/{i % 7}", string.Create(CultureInfo.InvariantCulture, $"value {i}\n--with {new string('x', i * 100)}"), i % 3 == 0 ? [$"--lease={lease}"] : []);
        await host.Client.RunAsync("del", "many/2", "many/5");
    }

    private static Task WaitForLogAsync(RecordAccount account, long revision) => Waiting.UntilAsync(async () => await account.RecordedAsync() >= revision, $"revision {revision} stands in the log");

    private async Task<KeeperHost> StartAsync(RecordAccount account, Action<System.Text.Json.Nodes.JsonObject>? adjust = null)
    {
        var host = new KeeperHost(account, _cluster, adjust: adjust);
        host.StartProcess();
        await account.WaitForPhaseAsync("Running");
        return host;
    }
}
