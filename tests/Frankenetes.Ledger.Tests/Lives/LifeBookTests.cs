using Frankenetes.Ledger.Entries;
using Frankenetes.Ledger.Lives;

namespace Frankenetes.Ledger.Tests.Lives;

public class LifeBookTests
{
    private static readonly GroupSize Small = new(1, 1.5, 0, null, "Linux", false, "Standard");
    private readonly List<(int, LedgerEntry)> _entries = [];

    [Fact]
    public void A_life_lasts_from_what_Azure_tells_first_to_its_deletion()
    {
        Write(0, LedgerEvent.Creating);
        Write(1, LedgerEvent.Created);
        Write(5, LedgerEvent.Started, told: 2);
        Write(60, LedgerEvent.Deleting);
        Write(62, LedgerEvent.Deleted);
        var life = Assert.Single(Read());
        Assert.Equal((At(2), At(62), false), (life.Begin, life.End, life.IsEndGuessed));
        Assert.Equal(Small, life.Size);
    }

    [Fact]
    public void What_was_asked_for_and_never_seen_is_no_life()
    {
        Write(0, LedgerEvent.Creating);
        Look(100);
        Assert.Empty(Read());
    }

    [Fact]
    public void What_was_refused_is_no_life()
    {
        Write(0, LedgerEvent.Creating);
        Write(1, LedgerEvent.Refused);
        Write(2, LedgerEvent.Creating);
        Write(3, LedgerEvent.Created);
        Assert.Equal(At(2), Assert.Single(Read()).Begin);
    }

    [Fact]
    public void A_life_whose_end_nobody_saw_ends_when_it_is_missed()
    {
        Write(0, LedgerEvent.Creating);
        Write(1, LedgerEvent.Created);
        Look(100);
        var life = Assert.Single(Read());
        Assert.Equal((At(100), true), (life.End, life.IsEndGuessed));
    }

    [Fact]
    public void A_life_that_somebody_was_about_to_end_ended_then()
    {
        Write(0, LedgerEvent.Creating);
        Write(1, LedgerEvent.Created);
        Write(50, LedgerEvent.Deleting);
        Look(100);
        var life = Assert.Single(Read());
        Assert.Equal((At(50), false), (life.End, life.IsEndGuessed));
    }

    [Fact]
    public void A_deletion_that_never_reached_Azure_ends_nothing()
    {
        Write(0, LedgerEvent.Creating);
        Write(1, LedgerEvent.Created);
        Write(50, LedgerEvent.Deleting);
        Write(60, LedgerEvent.Started, told: 2);
        Assert.Null(Assert.Single(Read()).End);
        Write(70, LedgerEvent.Deleting);
        Write(72, LedgerEvent.Deleted);
        Assert.Equal(At(72), Assert.Single(Read()).End);
    }

    [Fact]
    public void Nobody_wrote_that_it_was_asked_for_and_it_is_found_all_the_same()
    {
        Write(40, LedgerEvent.Started, told: 3);
        Write(60, LedgerEvent.Deleted);
        var life = Assert.Single(Read());
        Assert.Equal((At(3), At(60)), (life.Begin, life.End));
        Assert.Equal(Small, life.Size);
    }

    [Fact]
    public void Containers_that_end_for_good_end_it_though_the_group_stays()
    {
        Write(0, LedgerEvent.Creating);
        Write(4, LedgerEvent.Started, told: 1);
        Write(31, LedgerEvent.Ended, told: 30);
        Write(40, LedgerEvent.Started, told: 1);
        Write(41, LedgerEvent.Ended, told: 30);
        Write(90, LedgerEvent.Deleting);
        Write(91, LedgerEvent.Deleted);
        Assert.Equal(At(30), Assert.Single(Read()).End);
    }

    [Fact]
    public void A_group_that_is_started_again_lives_again()
    {
        Write(4, LedgerEvent.Started, told: 1);
        Write(31, LedgerEvent.Ended, told: 30);
        Write(52, LedgerEvent.Started, told: 50);
        Write(91, LedgerEvent.Deleted);
        Assert.Equal([(At(1), At(30)), (At(50), At(91))], Read().Select(life => (life.Begin, life.End!.Value)));
    }

    [Fact]
    public void Entries_that_come_twice_count_once()
    {
        Write(0, LedgerEvent.Creating);
        Write(1, LedgerEvent.Created);
        Write(5, LedgerEvent.Started, told: 2);
        Write(62, LedgerEvent.Deleted);
        _entries.AddRange([.. _entries]);
        Assert.Equal((At(2), At(62)), Assert.Single(Read()) is var life ? (life.Begin, life.End!.Value) : default);
    }

    [Fact]
    public void A_later_epoch_comes_later_whatever_its_clock_says()
    {
        Write(100, LedgerEvent.Creating);
        Write(101, LedgerEvent.Created);
        Write(110, LedgerEvent.Deleted);
        Write(50, LedgerEvent.Creating, epoch: 2);
        Write(51, LedgerEvent.Created, epoch: 2);
        var lives = Read();
        Assert.Equal(2, lives.Count);
        Assert.Null(lives.Single(life => life.Begin == At(50)).End);
    }

    [Fact]
    public void A_look_at_one_node_s_groups_says_nothing_of_another_s()
    {
        Write(0, LedgerEvent.Creating, node: "one");
        Write(1, LedgerEvent.Created);
        Look(100, node: "two");
        Assert.Null(Assert.Single(Read()).End);
        Look(101, node: "one");
        Assert.Equal(At(101), Assert.Single(Read()).End);
    }

    [Fact]
    public void A_look_that_began_earlier_does_not_know_of_it()
    {
        Write(10, LedgerEvent.Creating);
        Write(12, LedgerEvent.Created);
        Look(11);
        Assert.Null(Assert.Single(Read()).End);
    }

    private IReadOnlyList<GroupLife> Read() => LifeBook.Read(_entries);

    private static DateTimeOffset At(int second) => new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.Zero).AddSeconds(second);

    private void Write(int at, LedgerEvent what, int? told = null, int epoch = 1, string? node = null) => _entries.Add((epoch, new LedgerEntry
    {
        At = At(at),
        What = what,
        ResourceGroup = "dev-pods",
        Group = "default-web",
        Node = node,
        Size = what is LedgerEvent.Creating or LedgerEvent.Started ? Small : null,
        Told = told is { } second ? At(second) : null,
    }));

    private void Look(int at, string? node = null) => _entries.Add((1, new LedgerEntry { At = At(at), What = LedgerEvent.Look, ResourceGroup = "DEV-pods", Node = node, Present = [] }));
}
