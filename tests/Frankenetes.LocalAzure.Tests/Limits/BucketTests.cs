using Frankenetes.LocalAzure.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.LocalAzure.Tests.Limits;

public sealed class BucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_bucket_gives_what_is_in_it_and_then_what_flows_in()
    {
        var bucket = new TokenBucket(250, 25, _time);
        for (var i = 0; i < 250; i++)
            Assert.Null(bucket.Take());
        Assert.Equal((0, TimeSpan.FromMilliseconds(40)), (bucket.Remaining, bucket.Take()));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(25, Enumerable.Range(0, 40).Count(_ => bucket.Take() is null));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(250, Enumerable.Range(0, 300).Count(_ => bucket.Take() is null));
    }

    [Fact]
    public void A_window_gives_as_many_in_any_stretch_of_its_length()
    {
        var window = new RateWindow(2, TimeSpan.FromMinutes(5), _time);
        window.Take();
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.Null(window.Wait());
        window.Take();
        Assert.Equal((0, TimeSpan.FromMinutes(1)), (window.Remaining, window.Wait()));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(window.Wait());
        window.Take();
        Assert.Equal(TimeSpan.FromMinutes(4), window.Wait());
    }

    [Theory]
    [InlineData("azure", true, 100, 300)]
    [InlineData("off", false, 100, 300)]
    [InlineData("creates=1000", true, 1000, 3000)]
    public void The_option_says_how_much_is_granted(string text, bool areOn, int short_, int long_)
    {
        var options = RequestLimitOptions.Parse(text)!;
        Assert.Equal((areOn, short_, long_), (options.AreOn, options.CreatesPerFiveMinutes, options.CreatesPerHour));
    }

    [Theory]
    [InlineData("on")]
    [InlineData("creates=0")]
    [InlineData("creates=-1")]
    [InlineData("creates=100001")]
    [InlineData("")]
    public void Another_text_is_none(string text) => Assert.Null(RequestLimitOptions.Parse(text));
}
