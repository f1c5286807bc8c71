using System.Security.Cryptography;
using Frankenetes.EtcdKeeper.Snapshots;
using Frankenetes.EtcdKeeper.Tests.Harness;

namespace Frankenetes.EtcdKeeper.Tests;

public class RunningTests
{
    private readonly Guid _cluster = Guid.NewGuid();

    [Fact]
    public async Task A_killed_etcd_comes_back_on_its_data()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        for (var i = 0; i < 3; i++)
        {
            await host.Client.PutAsync($"key-{i}", "kept");
            Assert.Single(host.EtcdProcesses());
            await host.KillEtcdAsync();
            await Waiting.UntilAsync(host.Client.IsReachableAsync, "etcd answers again");
            Assert.Equal("kept", await host.Client.GetAsync($"key-{i}"));
        }

        Assert.Equal(4, await host.Client.RevisionAsync());
    }

    [Fact]
    public async Task The_newest_three_snapshots_are_kept_and_each_is_what_its_metadata_says()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account, snapshotInterval: "00:00:00.3");
        var first = "";
        await Waiting.UntilAsync(async () => (first = (await account.ListAsync("full/")).FirstOrDefault() ?? "").Length > 0, "a first snapshot");
        await host.Client.PutAsync("a", "1");
        await Waiting.UntilAsync(async () => !(await account.ListAsync("full/")).Contains(first), "the first snapshot is pruned");
        // Read where no further round can prune it.
        await host.StopAsync();
        var newest = (await account.ListAsync("full/"))[^1];
        var content = (await account.Etcd.GetBlobClient(newest).DownloadContentAsync()).Value;
        Assert.Equal(content.Details.Metadata["sha256"], Convert.ToHexStringLower(SHA256.HashData(content.Content)));
        Assert.Equal(_cluster.ToString(), content.Details.Metadata["clusterid"]);
        Assert.Equal("3.5.30", content.Details.Metadata["etcdversion"]);
        Assert.Equal(content.Details.Metadata["revision"], SnapshotName.Parse(newest)!.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange((await account.ListAsync("full/")).Count, 3, 4);
    }

    [Fact]
    public async Task Losing_storage_does_not_stop_the_cluster_and_is_said()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account, snapshotInterval: "00:00:00.3");
        await Waiting.UntilAsync(async () => (await account.ListAsync("full/")).Count > 0, "a first snapshot");

        account.EtcdLine.Close();
        var ack = await account.WaitForAckAsync(IsUnprotected, "being unprotected");
        Assert.Equal("Running", ack.GetProperty("phase").GetString());
        account.ControlLine.Close();
        await host.Client.PutAsync("a", "1");

        account.EtcdLine.Open();
        account.ControlLine.Open();
        await account.WaitForAckAsync(ack => !IsUnprotected(ack), "being protected again");
        await account.WaitForPhaseAsync("Running", await account.AskAsync("Run"));
    }

    [Fact]
    public async Task Revoked_rights_do_not_stop_the_cluster()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account, snapshotInterval: "00:00:00.3");
        await account.RevokeAsync();
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("unprotected since", StringComparison.Ordinal)), "a complaint");
        Assert.Contains("HTTP 403", host.Log.Text, StringComparison.Ordinal);
        await host.Client.PutAsync("a", "1");
    }

    [Fact]
    public async Task A_newer_epoch_closes_the_gate_for_good()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account);
        await account.AskAsync("Run", epoch: 2);
        await Waiting.UntilAsync(async () => !await host.Client.IsReachableAsync(), "a closed gate");
        await account.AskAsync("Run", epoch: 1);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.False(await host.Client.IsReachableAsync());
    }

    [Fact]
    public async Task A_keeper_of_an_old_epoch_never_opens_its_gate()
    {
        await using var account = await RecordAccount.CreateAsync();
        await account.AskAsync("Run", epoch: 2);
        await using var host = new KeeperHost(account, _cluster);
        host.Start();
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("Epoch 2 of the cluster has begun", StringComparison.Ordinal)), "giving way");
        Assert.DoesNotContain("The gate is open", host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_is_logged_passed_as_an_argument_or_readable_by_others()
    {
        await using var account = await RecordAccount.CreateAsync();
        await using var host = await StartAsync(account, snapshotInterval: "00:00:00.3");
        var arguments = await File.ReadAllTextAsync($"/proc/{Assert.Single(host.EtcdProcesses())}/cmdline");
        account.EtcdLine.Close();
        account.ControlLine.Close();
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("unprotected since", StringComparison.Ordinal)), "a complaint");
        account.EtcdLine.Open();
        account.ControlLine.Open();
        await account.WaitForPhaseAsync("Sealed", await account.AskAsync("Suspend"));
        await account.RevokeAsync();
        await Waiting.UntilAsync(() => Task.FromResult(host.Log.Text.Contains("HTTP 403", StringComparison.Ordinal)), "a refusal");

        foreach (var text in new[] { host.Log.Text, arguments, (await account.ReadAckAsync()).ToString()! })
        {
            Assert.DoesNotContain("sig=", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("PRIVATE KEY", text, StringComparison.Ordinal);
        }

        foreach (var path in Directory.EnumerateFileSystemEntries(host.DataDirectory, "*", SearchOption.AllDirectories))
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
    }

    private static bool IsUnprotected(System.Text.Json.JsonElement ack)
        => ack.GetProperty("message").GetString()?.Contains("Unprotected since", StringComparison.Ordinal) == true;

    private async Task<KeeperHost> StartAsync(RecordAccount account, string snapshotInterval = "00:10:00")
    {
        var host = new KeeperHost(account, _cluster, adjust: configuration => configuration["snapshotInterval"] = snapshotInterval);
        host.Start();
        await account.WaitForPhaseAsync("Running");
        return host;
    }
}
