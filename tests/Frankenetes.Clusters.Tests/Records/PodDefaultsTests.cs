using System.Text.Json.Nodes;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Records;

public class PodDefaultsTests
{
    [Theory]
    [InlineData("500m", "512Mi")]
    [InlineData("0.5", "1.5Gi")]
    [InlineData("31", "240G")]
    [InlineData(null, "2Gi")]
    public void Amounts_that_a_container_can_have_are_taken(string? cpu, string? memory) => Assert.Equal(new PodDefaults(cpu, memory), PodDefaults.Parse(cpu, memory));

    [Theory]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("32", null)]
    [InlineData("1 core", null)]
    [InlineData("1000000000000000000000", null)]
    [InlineData(null, "0Mi")]
    [InlineData(null, "1Ti")]
    [InlineData(null, "241G")]
    [InlineData(null, "1Gi\n")]
    public void Others_are_refused(string? cpu, string? memory) =>
        Assert.Equal("InvalidValue", Assert.Throws<FrankenetesException>(() => PodDefaults.Parse(cpu, memory)).ErrorId);

    [Fact]
    public void They_reach_the_node_and_the_LimitRange()
    {
        var defaults = new PodDefaults("250m", "1Gi");
        var input = TestCluster.Input() with { PodDefaults = defaults };
        var kubelet = JsonNode.Parse(VirtualKubelet.ConfigurationFiles(input, KubeletNode.First(input))["kubelet.json"])!;
        Assert.Equal(("250m", "1Gi"), ((string?)kubelet["pods"]!["defaultCpu"], (string?)kubelet["pods"]!["defaultMemory"]));
        var amounts = DefaultLimits.Body(defaults)["spec"]!["limits"]![0]!["defaultRequest"]!;
        Assert.Equal(("250m", "1Gi"), ((string?)amounts["cpu"], (string?)amounts["memory"]));
    }
}
