using System.Collections.Concurrent;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

public class SuspendAndResumeTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task A_claimed_suspend_resumes_with_the_same_revision_hash_keys_and_leases()
    {
        await using var account = await RecordAccount.CreateAsync();
        string before;
        await using (var first = new KeeperHost(account, _cluster))
        {
            first.Start();
            await account.WaitForPhaseAsync("Running");
            await History.WriteAsync(first.Client);
            before = await first.Client.DumpAsync();

            var request = await account.AskAsync("Suspend");
            var ack = await account.WaitForPhaseAsync("Sealed", request);

            Assert.Equal(History.RevisionOf(before), ack.GetProperty("revision").GetInt64());
            Assert.False(await first.Client.IsReachableAsync());
            Assert.True(await account.ClaimAsync());
            Assert.Equal(0, await first.StopAsync());
            Assert.Empty(first.EtcdProcesses());
        }

        await using var second = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        second.Start();
        var running = await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Null(running.GetProperty("message").GetString());
        var start = running.GetProperty("start");
        Assert.True(start.GetProperty("exact").GetBoolean() && start.GetProperty("complete").GetBoolean());
        Assert.Equal(History.RevisionOf(before), start.GetProperty("revision").GetInt64());
        Assert.Equal(before, await second.Client.DumpAsync());
        await second.Client.PutAsync("after", "resume");
    }

    [Fact]
    public async Task Leaders_of_the_last_epoch_hold_nothing_after_a_resume()
    {
        const string Lease = "/registry/leases/kube-system/kube-scheduler";
        await using var account = await RecordAccount.CreateAsync();
        await using (var first = new KeeperHost(account, _cluster))
        {
            first.Start();
            await account.WaitForPhaseAsync("Running");
            await first.Client.PutAsync(Lease, "held");
            await first.Client.PutAsync("/registry/leases/kube-node-lease/node", "held");
            await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
            Assert.True(await account.ClaimAsync());
        }

        await using var second = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        second.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        var there = await second.Client.RunAsync("get", "/registry/leases", "--prefix", "--keys-only");
        Assert.DoesNotContain(Lease, there, StringComparison.Ordinal);
        Assert.Contains("kube-node-lease", there, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_write_acknowledged_during_a_suspend_is_there_after_the_resume()
    {
        await using var account = await RecordAccount.CreateAsync();
        var acknowledged = new ConcurrentBag<string>();
        await using (var first = new KeeperHost(account, _cluster))
        {
            first.Start();
            await account.WaitForPhaseAsync("Running");
            var writers = Enumerable.Range(0, 3).Select(writer => WriteUntilCutAsync(first.Client, $"w{writer}", acknowledged)).ToList();
            await Waiting.UntilAsync(() => Task.FromResult(acknowledged.Count > 10), "writes under way");
            await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
            await Task.WhenAll(writers);
            Assert.True(await account.ClaimAsync());
        }

        await using var second = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        second.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        var there = (await second.Client.RunAsync("get", "w", "--prefix", "--keys-only")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Empty(acknowledged.Except(there));
    }

    [Fact]
    public async Task A_hundred_megabytes_go_through_suspend_and_resume()
    {
        await using var account = await RecordAccount.CreateAsync();
        var value = new string('x', 1_000_000);
        string before;
        await using (var first = new KeeperHost(account, _cluster))
        {
            first.Start();
            await account.WaitForPhaseAsync("Running");
            for (var i = 0; i < 100; i++)
                await first.Client.PutFromInputAsync($"big-{i}", value + i);
            before = await first.Client.RunAsync("endpoint", "hashkv");
            var ack = await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
            Assert.Equal(101, ack.GetProperty("revision").GetInt64());
            Assert.True(await account.ClaimAsync());
        }

        await using var second = new KeeperHost(account, _cluster, "Resume", epoch: 2);
        second.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        Assert.Equal(before.Split(',')[^1], (await second.Client.RunAsync("endpoint", "hashkv")).Split(',')[^1]);
        Assert.Equal(value + "99", await second.Client.GetAsync("big-99"));
    }

    private static async Task WriteUntilCutAsync(Etcdctl client, string prefix, ConcurrentBag<string> acknowledged)
    {
        for (var i = 0; (await client.TryAsync("put", $"{prefix}-{i}", "x", "--dial-timeout=2s", "--command-timeout=3s")).Code == 0; i++)
            acknowledged.Add($"{prefix}-{i}");
    }
}
