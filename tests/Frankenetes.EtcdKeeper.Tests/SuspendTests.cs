using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

public class SuspendTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task Thaw_takes_an_unclaimed_suspend_back_and_a_later_suspend_works()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        await host.Client.PutAsync("a", "1");
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));

        await account.WaitForPhaseAsync("Voided", await account.AskAsync("Thaw"));
        Assert.False(await account.ClaimAsync());
        await host.Client.PutAsync("b", "2");

        var again = await account.AskAsync("Suspend");
        await account.WaitForPhaseAsync("Sealed", again);
        var (manifest, _) = await account.ReadManifestAsync();
        Assert.Equal("Sealed", manifest["state"]!.GetValue<string>());
        Assert.Equal(again, manifest["requestId"]!.GetValue<string>());
        Assert.Equal(3, manifest["revision"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_second_suspend_before_the_claim_replaces_the_first()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        var second = await account.AskAsync("Suspend");
        await account.WaitForPhaseAsync("Sealed", second);
        Assert.Equal(second, (await account.ReadManifestAsync()).Manifest["requestId"]!.GetValue<string>());
        Assert.False(await host.Client.IsReachableAsync());
    }

    [Fact]
    public async Task A_suspend_left_alone_is_voided_and_the_gate_opens()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        var request = await account.AskAsync("Suspend");
        await account.WaitForPhaseAsync("Sealed", request);
        host.Clock.Step(KeeperHost.VoidAfter);
        var ack = await account.WaitForPhaseAsync("Voided", request);
        Assert.Contains("Nobody claimed", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.False(await account.ClaimAsync());
        await host.Client.PutAsync("a", "1");
    }

    [Fact]
    public async Task A_claimed_suspend_never_opens_the_gate_again()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        Assert.True(await account.ClaimAsync());
        host.Clock.Step(KeeperHost.VoidAfter);

        // Beyond voidAfter the keeper tries to void, learns of the claim and says so.
        await account.WaitForAckAsync(ack => ack.GetProperty("message").GetString()?.Contains("claimed", StringComparison.Ordinal) == true, "the claim");
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Thaw"));
        Assert.False(await host.Client.IsReachableAsync());
        Assert.Equal("Claimed", (await account.ReadManifestAsync()).Manifest["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Freeze_and_Thaw_of_a_running_cluster_are_answered_with_Running()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        await account.WaitForPhaseAsync("Running", await account.AskAsync("Freeze"));
        await account.WaitForPhaseAsync("Running", await account.AskAsync("Thaw"));
        await host.Client.PutAsync("a", "1");
    }

    [Fact]
    public async Task A_request_of_another_epoch_is_not_heard()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = new KeeperHost(account, _cluster, epoch: 2);
        await account.AskAsync("Suspend", epoch: 1);
        host.Start();
        await account.WaitForPhaseAsync("Running", epoch: 2);
        await account.WaitForPhaseAsync("Running", await account.AskAsync("Run", epoch: 2), epoch: 2);
        Assert.Empty(await account.ListAsync("manifest/"));
    }

    [Fact]
    public async Task Without_storage_a_suspend_fails_and_the_gate_opens_again()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        account.EtcdLine.Close();
        var ack = await account.WaitForPhaseAsync("Failed", await account.AskAsync("Suspend"));
        Assert.Contains("not suspended", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        await host.Client.PutAsync("a", "1");

        account.EtcdLine.Open();
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
    }

    [Fact]
    public async Task A_suspend_that_cannot_be_proven_fails_and_leaves_nothing_to_claim()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account, adjust: host => host["etcd"]!["binaryDirectory"] = BinariesWithFailingEtcdutl(host["etcd"]!["dataDirectory"]!.GetValue<string>() + "-binaries"));
        var ack = await account.WaitForPhaseAsync("Failed", await account.AskAsync("Suspend"));
        Assert.Contains("etcdutl refused", ack.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(await account.ListAsync("manifest/"));
        await host.Client.PutAsync("a", "1");
    }

    private static string BinariesWithFailingEtcdutl(string folder)
    {
        Directory.CreateDirectory(folder);
        File.CreateSymbolicLink(Path.Combine(folder, "etcd"), Path.Combine(EtcdBinaries.Directory, "etcd"));
        File.CreateSymbolicLink(Path.Combine(folder, "etcdutl"), "/bin/false");
        return folder;
    }

    private async Task<KeeperHost> StartAsync(RecordAccount account, Action<System.Text.Json.Nodes.JsonObject>? adjust = null)
    {
        var host = new KeeperHost(account, _cluster, adjust: adjust);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        return host;
    }
}
