using Frankenetes.Clusters.Components;

namespace Frankenetes.Clusters.Tests.Components;

public class KubernetesVersionTests
{
    [Theory]
    [InlineData("v1.20.2")]
    [InlineData("1.20.2")]
    public void A_version_may_be_given_with_and_without_its_v(string text)
    {
        Assert.True(KubernetesVersion.TryParse(text, out var version));
        Assert.Equal("v1.20.2", version.ToString());
    }

    [Theory]
    [InlineData("1.20")]
    [InlineData("latest")]
    [InlineData("v1.20.2\n")]
    [InlineData("v1.20.\u0662")]
    [InlineData("v1.20.2-rc.1")]
    [InlineData("")]
    [InlineData(null)]
    public void Whatever_is_no_full_version_is_refused(string? text) => Assert.False(KubernetesVersion.TryParse(text, out _));

    [Fact]
    public void Versions_are_ordered_by_number_and_not_by_text()
    {
        Assert.True(new KubernetesVersion(1, 9, 0).IsOlderThan(new KubernetesVersion(1, 20, 0)));
        Assert.False(new KubernetesVersion(1, 20, 2).IsOlderThan(new KubernetesVersion(1, 20, 2)));
    }
}
