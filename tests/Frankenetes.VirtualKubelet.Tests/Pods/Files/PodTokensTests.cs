using Frankenetes.VirtualKubelet.Pods.Files;

namespace Frankenetes.VirtualKubelet.Tests.Pods.Files;

public sealed class PodTokensTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(600, 480)]
    [InlineData(3600, 2880)]
    [InlineData(864000, 86400)]
    public void A_token_is_renewed_at_80_percent_of_its_life_and_after_a_day(int lifeSeconds, int renewSeconds) =>
        Assert.Equal(_now.AddSeconds(renewSeconds), ServiceAccountToken.Of("t", _now, _now.AddSeconds(lifeSeconds)).RenewAt);

    [Fact]
    public void A_token_is_not_told_by_its_text() => Assert.DoesNotContain("secret", ServiceAccountToken.Of("secret", _now, _now.AddHours(1)).ToString(), StringComparison.Ordinal);
}
