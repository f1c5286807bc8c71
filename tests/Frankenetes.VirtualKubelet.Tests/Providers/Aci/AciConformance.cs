using System.Globalization;
using Frankenetes.ContainerInstances;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

/// <summary>The container groups of a local Azure, which are real containers.</summary>
public sealed class AciConformance(LocalAzureProcess azure) : ProviderConformance, IClassFixture<LocalAzureProcess>
{
    private ResourceManagerClient _client = null!;
    private string _resourceGroup = "";

    internal override V1Container Stays => Container("sleep", "300");

    internal override V1Container Exits(int code) => Container("/bin/sh", "-c", "exit " + code.ToString(CultureInfo.InvariantCulture));

    internal override V1Container Prints(string line) => Container("/bin/sh", "-c", $"echo '{line}'; sleep 300");

    [Fact]
    public async Task Its_own_groups_are_not_counted_as_taken()
    {
        var before = (await Provider.GetCapacityAsync(CancellationToken.None))!;
        await CreateAsync(Pod("counted", Stays));
        var after = (await Provider.GetCapacityAsync(CancellationToken.None))!;
        Assert.Equal((100, 100.0, before.PodsTaken, before.CpuCoresTaken), (after.Pods, after.CpuCores, after.PodsTaken, after.CpuCoresTaken));
    }

    internal override async Task<IPodProvider> MakeAsync()
    {
        (_client, _resourceGroup) = await azure.NewGroupAsync();
        var configuration = TestPods.Configuration with { Azure = TestPods.Configuration.Azure with { ResourceGroup = _resourceGroup } };
        var allowance = new ArmAllowance(new RateSection { ReadsPerSecond = 1000 }, TimeProvider.System);
        var groups = new PodGroups(_client.ContainerGroups, configuration);
        var translator = new PodTranslator(KubeletComposition.Translation(configuration, "10.0.0.4"));
        return new AciProvider(groups, translator, new AciCapacity(_client.Locations, groups, "eastus"), allowance, new PodSupport(), TimeProvider.System);
    }

    public override Task DisposeAsync() => LocalAzureProcess.RemoveGroupAsync(_client, _resourceGroup);
}
