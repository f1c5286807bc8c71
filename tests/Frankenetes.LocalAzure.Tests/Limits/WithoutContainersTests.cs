using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Limits;

namespace Frankenetes.LocalAzure.Tests.Limits;

[Collection(LocalAzureCollection.Name)]
public sealed class WithoutContainersTests(LocalAzureFixture azure)
{
    [Fact]
    public async Task Groups_are_said_to_run_and_are_gone_once_deleted()
    {
        await using var bare = await LimitedAzure.StartAsync(RequestLimitOptions.Off);
        Assert.True((bool)bare.Arm.Endpoints["withoutContainers"]!);
        var resourceGroup = await bare.Arm.NewResourceGroupAsync();
        // Of an image that is nowhere: nothing is pulled.
        Assert.Equal("Succeeded", (string?)(await bare.Arm.PutGroupAsync(resourceGroup, "one", Spec.Group(Spec.Container("app", "none.example/none:1", command: null))))["status"]);
        var group = await bare.Arm.GroupAsync(resourceGroup, "one", _ => true);
        Assert.Equal("Running", (string?)group["properties"]!["instanceView"]!["state"]);
        Assert.Equal(200, (await bare.Arm.SendAsync("DELETE", $"{bare.Arm.Groups(resourceGroup)}/one")).Status);
        Assert.Equal(404, (await bare.Arm.SendAsync("GET", $"{bare.Arm.Groups(resourceGroup)}/one")).Status);
    }

    [Fact]
    public async Task A_folder_keeps_its_kind_as_long_as_it_holds_groups()
    {
        var bare = await LimitedAzure.StartAsync(RequestLimitOptions.Off);
        var resourceGroup = await bare.Arm.NewResourceGroupAsync();
        await bare.Arm.PutGroupAsync(resourceGroup, "one", Spec.Group(Spec.Container("app", "sleep 1000")));
        await bare.EndAsync();
        await using var again = await LimitedAzure.StartAsync(RequestLimitOptions.Off, bare.StateFolder, withoutContainers: false);
        Assert.True((bool)again.Arm.Endpoints["withoutContainers"]!);
        Assert.Equal("Running", (string?)(await again.Arm.GroupAsync(resourceGroup, "one", g => (string?)g["properties"]!["provisioningState"] == "Succeeded"))["properties"]!["instanceView"]!["state"]);
    }

    [Fact]
    public async Task A_folder_whose_groups_have_containers_is_refused()
    {
        var state = Directory.CreateTempSubdirectory("local-azure-limits-").FullName;
        Directory.CreateDirectory(Path.Combine(state, "container-groups"));
        await File.WriteAllTextAsync(Path.Combine(state, "container-groups", "one.json"), "{}");
        var refusal = await Assert.ThrowsAsync<StartupException>(() => LocalAzureServer.StartAsync(new StartOptions(state, FreePorts.Take(3), WithoutContainers: true), TimeProvider.System));
        Assert.Equal(6, refusal.ExitCode);
        Directory.Delete(state, recursive: true);
    }

    [Fact]
    public void It_is_never_so_by_itself()
    {
        Assert.False(StartOptions.Parse([]).WithoutContainers);
        Assert.False((bool)azure.Arm.Endpoints["withoutContainers"]!);
    }
}
