using System.Globalization;
using k8s.Models;

namespace Frankenetes.PodTranslation.Tests.Resources;

public sealed class ContainerResourcesTests
{
    // Requests and limits of the containers (cpu/memory, - for none), and what ACI is asked for (cpu/GB, limits behind a colon).
    [Theory]
    [InlineData("-", "1/1")]
    [InlineData("250m/128Mi", "1/1")]
    [InlineData("2/4Gi", "2/4.3")]
    [InlineData("1.001/1G", "1.01/1")]
    [InlineData("- -", "0.5/0.5 0.5/0.5")]
    [InlineData("2/2G -", "2/2 0.1/0.1")]
    [InlineData("500m/500M -", "0.5/0.5 0.5/0.5")]
    [InlineData("100m/100M 100m/100M", "0.9/0.9 0.1/0.1")]
    [InlineData("100m/100M<500m/200M", "1/1:1/1")]
    [InlineData("2/2G<4/4G", "2/2:2/2")]
    [InlineData("1/1G<2/2G 1/1G", "1/1:2/2 1/1")]
    public void Requests_are_rounded_up_and_a_group_has_at_least_one_core_and_one_gigabyte(string asked, string expected)
    {
        var result = new ContainerResources([.. asked.Split(' ').Select(Container)], TestPods.Settings, null, new Notes()).Compose();
        Assert.Equal(expected, string.Join(' ', result.Select(found => string.Create(CultureInfo.InvariantCulture,
            $"{found.Requests.Cpu}/{found.Requests.MemoryInGB}{(found.Limits is { } limits ? $":{limits.Cpu!.Value.ToString(CultureInfo.InvariantCulture)}/{limits.MemoryInGB!.Value.ToString(CultureInfo.InvariantCulture)}" : "")}"))));
    }

    private static V1Container Container(string text)
    {
        var parts = text.Split('<');
        return new V1Container { Name = "c", Resources = new V1ResourceRequirements { Requests = Amounts(parts[0]), Limits = parts.Length > 1 ? Amounts(parts[1]) : null } };
    }

    private static Dictionary<string, ResourceQuantity>? Amounts(string text) => text == "-" ? null
        : new() { ["cpu"] = new ResourceQuantity(text.Split('/')[0]), ["memory"] = new ResourceQuantity(text.Split('/')[1]) };
}
