using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Lifecycle;

namespace Frankenetes.Clusters.Tests.Lifecycle;

public class UnsealedLossTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_storage_lacks_is_counted_in_revisions_and_seconds()
    {
        var text = UnsealedLoss.Describe(new AgentProtection(1000, Now.AddSeconds(-90), Now.AddSeconds(-5)), 1042, Now);
        Assert.Contains("up to revision 1000", text, StringComparison.Ordinal);
        Assert.Contains("42 revisions at most, of the last 90 s", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_keeper_that_was_in_order_when_it_spoke_last_is_believed_up_to_then() =>
        Assert.Contains("of the last 25 s", UnsealedLoss.Describe(new AgentProtection(1000, null, Now.AddSeconds(-25)), 1042, Now), StringComparison.Ordinal);

    [Fact]
    public void Where_no_API_server_answers_the_revisions_are_unknown() =>
        Assert.Contains("an unknown number of revisions at most", UnsealedLoss.Describe(new AgentProtection(1000, null, Now), null, Now), StringComparison.Ordinal);

    [Fact]
    public void Of_a_keeper_that_never_spoke_nobody_knows_anything() =>
        Assert.Contains("Nobody knows", UnsealedLoss.Describe(null, 1042, Now), StringComparison.Ordinal);
}
