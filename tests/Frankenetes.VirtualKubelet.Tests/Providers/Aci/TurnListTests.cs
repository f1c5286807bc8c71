using Frankenetes.VirtualKubelet.Providers.Aci;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

public sealed class TurnListTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Turns_are_given_out_in_order_and_kept_for_who_asked()
    {
        var turns = Turns(2, 3);
        Assert.Null(turns.Take("a"));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(turns.Take("b"));
        // The third behind the first by five minutes, the fourth by an hour.
        Assert.Equal(TimeSpan.FromMinutes(4), turns.Take("c"));
        Assert.Equal(TimeSpan.FromMinutes(59), turns.Take("d"));
        Assert.Equal(TimeSpan.FromMinutes(4), turns.Take("c"));
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(turns.Take("c"));
        Assert.Equal(TimeSpan.FromMinutes(55), turns.Take("d"));
    }

    [Fact]
    public void No_five_minutes_and_no_hour_see_more_than_they_may()
    {
        var turns = Turns(90, 280);
        var taken = new List<DateTimeOffset>();
        var askers = new Queue<(string Who, DateTimeOffset At)>(Enumerable.Range(0, 600).Select(i => ($"{i}", _time.GetUtcNow())));
        while (askers.TryDequeue(out var asker))
        {
            if (asker.At > _time.GetUtcNow()) _time.SetUtcNow(asker.At);
            if (turns.Take(asker.Who) is { } wait) askers.Enqueue((asker.Who, _time.GetUtcNow() + wait));
            else taken.Add(_time.GetUtcNow());
        }
        Assert.Equal(600, taken.Count);
        for (var i = 90; i < taken.Count; i++) Assert.True(taken[i] - taken[i - 90] >= TimeSpan.FromMinutes(5));
        for (var i = 280; i < taken.Count; i++) Assert.True(taken[i] - taken[i - 280] >= TimeSpan.FromHours(1));
        Assert.InRange(taken[^1] - taken[0], TimeSpan.FromMinutes(120), TimeSpan.FromMinutes(126));
    }

    [Fact]
    public void Who_leaves_makes_room()
    {
        var turns = Turns(1, 10);
        Assert.Null(turns.Take("a"));
        Assert.Equal(TimeSpan.FromMinutes(5), turns.Take("b"));
        turns.Leave("b");
        Assert.Equal(TimeSpan.FromMinutes(5), turns.Take("c"));
    }

    [Fact]
    public void While_it_is_closed_nobody_has_a_turn()
    {
        var turns = Turns(2, 10);
        turns.Close(TimeSpan.FromMinutes(3));
        Assert.Equal(TimeSpan.FromMinutes(3), turns.Take("a"));
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Null(turns.Take("a"));
        turns.Close(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), turns.Take("b"));
        turns.Close(TimeSpan.FromMinutes(2));
        Assert.Equal(TimeSpan.FromMinutes(2), turns.Take("b"));
    }

    private TurnList Turns(int perFiveMinutes, int perHour) => new(_time, (perFiveMinutes, TimeSpan.FromMinutes(5)), (perHour, TimeSpan.FromHours(1)));
}
