using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

/// <summary>The keeper's process is killed, and its container starts again on the same data directory.</summary>
public class RestartTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task Surviving_data_is_served_as_it_is_and_an_orphaned_etcd_is_ended()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.StartProcess();
        await account.WaitForPhaseAsync("Running");
        await History.WriteAsync(host.Client);
        var before = await host.Client.DumpAsync();
        var orphan = Assert.Single(host.EtcdProcesses());

        await host.KillProcessAsync();
        Assert.Equal(orphan, Assert.Single(host.EtcdProcesses()));
        host.StartProcess();
        await Waiting.UntilAsync(host.Client.IsReachableAsync, "the gate is open again");

        Assert.NotEqual(orphan, Assert.Single(host.EtcdProcesses()));
        Assert.Equal(before, await host.Client.DumpAsync());
    }

    [Fact]
    public async Task Surviving_data_is_served_without_storage()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.StartProcess();
        await account.WaitForPhaseAsync("Running");
        await host.Client.PutAsync("a", "1");
        await host.KillProcessAsync();
        account.EtcdLine.Close();
        account.ControlLine.Close();
        host.StartProcess();
        await Waiting.UntilAsync(host.Client.IsReachableAsync, "the gate is open again");
        Assert.Equal("1", await host.Client.GetAsync("a"));
    }

    [Fact]
    public async Task A_sealed_cluster_stays_sealed_until_it_is_thawed()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.StartProcess();
        await account.WaitForPhaseAsync("Running");
        var request = await account.AskAsync("Suspend");
        var at = (await account.WaitForPhaseAsync("Sealed", request)).GetProperty("at").GetString();

        await host.KillProcessAsync();
        host.StartProcess();
        await account.WaitForAckAsync(ack => ack.GetProperty("phase").GetString() == "Sealed" && ack.GetProperty("at").GetString() != at, "sealed again");
        Assert.False(await host.Client.IsReachableAsync());
        Assert.Equal(request, (await account.ReadManifestAsync()).Manifest["requestId"]!.GetValue<string>());

        await account.WaitForPhaseAsync("Voided", await account.AskAsync("Thaw"));
        await host.Client.PutAsync("a", "1");
    }

    [Fact]
    public async Task A_claim_that_came_while_the_keeper_was_away_holds()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.StartProcess();
        await account.WaitForPhaseAsync("Running");
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        await host.KillProcessAsync();
        Assert.True(await account.ClaimAsync());
        host.StartProcess();
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Thaw"));
        Assert.False(await host.Client.IsReachableAsync());
    }

    [Fact]
    public async Task An_answered_request_is_not_carried_out_again()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        var request = await account.AskAsync("Suspend");
        await account.WaitForPhaseAsync("Sealed", request);
        host.Clock.Step(KeeperHost.VoidAfter);
        await account.WaitForPhaseAsync("Voided", request);
        await host.StopAsync();
        host.StartProcess();
        await account.WaitForPhaseAsync("Running", request);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.Equal("Voided", (await account.ReadManifestAsync()).Manifest["state"]!.GetValue<string>());
        await host.Client.PutAsync("a", "1");
    }

    [Fact]
    public async Task A_suspend_that_a_kill_interrupted_is_done_after_the_restart()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster);
        host.StartProcess();
        await account.WaitForPhaseAsync("Running");
        account.EtcdLine.Close();
        var request = await account.AskAsync("Suspend");
        await account.WaitForPhaseAsync("Suspending", request);
        await host.KillProcessAsync();
        account.EtcdLine.Open();
        host.StartProcess();
        await account.WaitForPhaseAsync("Sealed", request);
    }
}
