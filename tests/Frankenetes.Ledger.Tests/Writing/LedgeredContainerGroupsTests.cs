using System.Diagnostics;
using Azure;
using Frankenetes.Ledger.Entries;
using Frankenetes.Ledger.Tests.Harness;
using Frankenetes.Ledger.Writing;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.Ledger.Tests.Writing;

public class LedgeredContainerGroupsTests
{
    private const string Name = "default-web";
    private const string Place = LedgerScene.ResourceGroup;
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_life_is_the_one_that_Azure_s_own_journal_tells()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        await MakeAsync(groups);
        var took = await DeleteAsync(groups);
        var (life, journal) = (Assert.Single(await scene.LivesAsync()), scene.JournalOf(Name));
        Assert.Equal(["start", "delete"], journal.Select(line => line.Event));
        Assert.InRange((life.Begin - journal[0].Time).Duration(), TimeSpan.Zero, Close);
        Assert.InRange((life.End!.Value - journal[1].Time).Duration(), TimeSpan.Zero, Close + took);
        Assert.Equal(("web", "default", "uid-web", "pod"), (life.PodName, life.PodNamespace, life.PodUid, life.Role));
        Assert.Equal(new GroupSize(0.5, 1.5, 0, null, "Linux", false, "Standard"), life.Size);
        Assert.True(life.IsBeginTold);
    }

    [Fact]
    public async Task A_group_whose_writer_died_after_the_request_is_found_by_the_next_one()
    {
        await using var scene = await LedgerScene.StartAsync();
        // All that is there of a process that was killed once Azure had its request: the intent.
        await scene.Open().CreateOrUpdateAsync(Place, Name, LedgerScene.Group(), WaitUntil.Completed);
        Assert.Equal(LedgerEvent.Creating, Assert.Single(await scene.EntriesAsync()).Entry.What);
        var next = scene.Open();
        Assert.NotNull(await next.GetAsync(Place, Name));
        var took = await DeleteAsync(next);
        var (life, journal) = (Assert.Single(await scene.LivesAsync()), scene.JournalOf(Name));
        Assert.InRange((life.Begin - journal[0].Time).Duration(), TimeSpan.Zero, Close);
        Assert.InRange((life.End!.Value - journal[1].Time).Duration(), TimeSpan.Zero, Close + took);
    }

    [Fact]
    public async Task A_group_that_went_while_nobody_wrote_is_closed_by_the_next_look()
    {
        await using var scene = await LedgerScene.StartAsync();
        await MakeAsync(scene.Open());
        await scene.Groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        Assert.Null(Assert.Single(await scene.LivesAsync()).End);
        await foreach (var _ in scene.Open().ListAsync(Place)) Assert.Fail("There is none.");
        var life = Assert.Single(await scene.LivesAsync());
        Assert.True(life.IsEndGuessed);
        Assert.NotNull(life.End);
    }

    [Fact]
    public async Task A_group_that_vanishes_under_its_writer_s_eyes_is_closed_at_once()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        await MakeAsync(groups);
        await scene.Groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        Assert.Null(await groups.GetAsync(Place, Name));
        Assert.Equal(LedgerEvent.Absent, (await scene.EntriesAsync())[^1].Entry.What);
    }

    [Fact]
    public async Task A_request_that_Azure_refuses_makes_no_life()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        await Assert.ThrowsAsync<RequestFailedException>(() => groups.CreateOrUpdateAsync(Place, "Not_A_Name", LedgerScene.Group(), WaitUntil.Started));
        await MakeAsync(groups);
        Assert.Equal(Name, Assert.Single(await scene.LivesAsync()).Group);
    }

    [Fact]
    public async Task Looking_on_writes_nothing_while_nothing_changes()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        await MakeAsync(groups);
        var before = (await scene.EntriesAsync()).Count;
        for (var look = 0; look < 5; look++) await groups.GetAsync(Place, Name);
        Assert.Equal(before, (await scene.EntriesAsync()).Count);
    }

    [Fact]
    public async Task Its_address_serves_for_appending_and_for_nothing_else()
    {
        await using var scene = await LedgerScene.StartAsync();
        await MakeAsync(scene.Open());
        var blob = new UriBuilder(scene.Sas) { Path = $"{scene.Sas.AbsolutePath}/{LedgerBlobs.NameOf(1, "virtual-kubelet-one", 0)}" }.Uri;
        var (container, entries) = (scene.ByAddress(), await scene.EntriesAsync());
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(async () => { await foreach (var _ in container.GetBlobsAsync()) Assert.Fail("It lists."); })).Status);
        var client = container.GetBlobClient(LedgerBlobs.NameOf(1, "virtual-kubelet-one", 0));
        Assert.Equal(client.Uri.AbsolutePath, blob.AbsolutePath);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => client.DownloadContentAsync())).Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => client.DeleteAsync())).Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => client.UploadAsync(BinaryData.FromString("nothing happened"), overwrite: true))).Status);
        Assert.Equal(entries, await scene.EntriesAsync());
    }

    [Fact]
    public async Task A_life_costs_four_transactions_and_the_first_of_an_epoch_two_more()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        foreach (var _ in new[] { 1, 2 })
        {
            await MakeAsync(groups);
            await groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        }

        var now = DateTimeOffset.UtcNow;
        var counts = await scene.TransactionsAsync(now.AddHours(-1), now.AddHours(1));
        // Creating, started, deleting, deleted; the very first append finds no blob yet.
        Assert.Equal((9, 1), (counts["AppendBlock"], counts["PutBlob"]));
        Assert.Empty(await scene.TransactionsAsync(now.AddDays(-2), now.AddDays(-1)));
    }

    [Fact]
    public async Task A_full_blob_is_followed_by_another()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        await MakeAsync(groups);
        await scene.SetFaultsAsync("""{"route":"PUT /*/ledger/000001/virtual-kubelet-one-0000.jsonl","service":"blob","count":1000,"status":409,"code":"BlockCountExceedsLimit"}""");
        await groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        Assert.Equal("000001/virtual-kubelet-one-0001.jsonl", (await scene.EntriesAsync())[^1].Blob);
        Assert.NotNull(Assert.Single(await scene.LivesAsync()).End);
    }

    [Fact]
    public async Task Storage_that_fails_holds_nobody_up_and_gets_its_entries_later()
    {
        await using var scene = await LedgerScene.StartAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var groups = scene.Open(time);
        await scene.SetFaultsAsync("""{"route":"PUT /*/ledger/*","service":"blob","count":1000,"status":503,"code":"ServerBusy"}""");
        await MakeAsync(groups);
        Assert.Empty(await scene.EntriesAsync());
        await scene.SetFaultsAsync("");
        time.Advance(TimeSpan.FromSeconds(11));
        await groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        Assert.Equal([LedgerEvent.Creating, LedgerEvent.Created, LedgerEvent.Started, LedgerEvent.Deleting, LedgerEvent.Deleted], (await scene.EntriesAsync()).Select(one => one.Entry.What));
    }

    [Fact]
    public async Task An_epoch_that_is_over_gets_no_more_entries()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open();
        await MakeAsync(groups);
        var before = await scene.EntriesAsync();
        await scene.SetPolicyAsync();
        await groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        Assert.Equal(before, await scene.EntriesAsync());
    }

    [Fact]
    public async Task A_writer_whose_clock_is_wrong_goes_by_storage_s()
    {
        await using var scene = await LedgerScene.StartAsync();
        var groups = scene.Open(new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-3)) { AutoAdvanceAmount = TimeSpan.Zero });
        await MakeAsync(groups);
        var took = await DeleteAsync(groups);
        var (life, journal) = (Assert.Single(await scene.LivesAsync()), scene.JournalOf(Name));
        Assert.InRange((life.Begin - journal[0].Time).Duration(), TimeSpan.Zero, Close);
        // Storage tells whole seconds.
        Assert.InRange((life.End!.Value - journal[1].Time).Duration(), TimeSpan.Zero, (Close * 2) + took);
    }

    // How long it took: Azure's own moment of it lies somewhere within.
    private static async Task<TimeSpan> DeleteAsync(LedgeredContainerGroups groups)
    {
        var clock = Stopwatch.StartNew();
        await groups.DeleteAsync(Place, Name, WaitUntil.Completed);
        return clock.Elapsed;
    }

    private static async Task MakeAsync(LedgeredContainerGroups groups)
    {
        await groups.CreateOrUpdateAsync(Place, Name, LedgerScene.Group(), WaitUntil.Completed);
        Assert.NotNull(await groups.GetAsync(Place, Name));
    }
}
