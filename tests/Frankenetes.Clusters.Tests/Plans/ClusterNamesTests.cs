using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Plans;

public class ClusterNamesTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("a1")]
    [InlineData("team-a-2")]
    public void A_label_is_a_name(string name) => ClusterNames.Check(name);

    [Theory]
    [InlineData("Dev")]
    [InlineData("d")]
    [InlineData("1dev")]
    [InlineData("dev-")]
    [InlineData("dev--1")]
    [InlineData("dev_1")]
    [InlineData("dev\n")]
    [InlineData("dev-pods")]
    [InlineData("a123456789012345678901234567890123456789012345")]
    public void What_Azure_or_DNS_would_refuse_later_is_refused_now(string name)
    {
        var failure = Assert.Throws<FrankenetesException>(() => ClusterNames.Check(name));
        Assert.Equal("InvalidClusterName", failure.ErrorId);
    }

    [Theory]
    [InlineData("East US")]
    [InlineData("")]
    public void A_location_is_its_short_name(string location) =>
        Assert.Equal("InvalidLocation", Assert.Throws<FrankenetesException>(() => ClusterNames.CheckLocation(location)).ErrorId);

    [Fact]
    public void Accounts_and_label_come_from_the_id()
    {
        var names = TestCluster.Names;
        Assert.Equal(("fk0123456789abrec", "fk0123456789abagt", "fk0123456789abdat"), (names.RecordAccount, names.AgentAccount, names.DataAccount));
        Assert.Equal("dev-012345.eastus.azurecontainer.io", names.Fqdn("eastus", "azurecontainer.io"));
    }
}
