using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Tests.Pods;

public sealed class LogFollowersTests
{
    private static readonly PodKey Pod = new("default", "web");

    [Fact]
    public void Who_waits_for_followers_hears_of_the_last_that_leaves()
    {
        var left = new List<PodKey>();
        var followers = new LogFollowers(left.Add);
        var (one, other) = (followers.Enter(Pod), followers.Enter(Pod));
        one.Dispose();
        Assert.Empty(left);
        Assert.True(followers.Any(Pod));
        other.Dispose();
        Assert.Equal([Pod], left);
        Assert.False(followers.Any(Pod));
    }
}
