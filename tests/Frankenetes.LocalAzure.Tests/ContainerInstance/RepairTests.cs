using System.Globalization;
using System.Text.Json.Nodes;
using Docker.DotNet;
using Docker.DotNet.Models;
using Frankenetes.LocalAzure.Engine;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class RepairTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_group_whose_network_namespace_is_lost_is_made_again()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "lost", Spec.Group(Spec.Container("app", "sleep 1000")));
        var before = Started(await _arm.GroupAsync(group, "lost", g => Started(g) is not null));
        using var engine = new DockerClientBuilder().WithEndpoint(new Uri(_arm.Text("engine"))).Build();
        var pause = (await engine.Containers.ListContainersAsync(new ContainersListParameters())).First(c => c.Names[0].EndsWith($"-{group}.lost.pause_", StringComparison.Ordinal));
        await engine.Containers.KillContainerAsync(pause.ID, new ContainerKillParameters { Signal = "SIGKILL" });
        await _arm.GroupAsync(group, "lost", g => Started(g) is { } again && again != before);
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/lost");
    }

    [Fact]
    public async Task An_engine_service_that_dies_is_started_again_and_no_end_is_missed()
    {
        var group = await _arm.NewResourceGroupAsync();
        await _arm.PutGroupAsync(group, "ends", Spec.Group(Spec.Container("app", "sleep 2; exit 5")).With("restartPolicy", "Never"));
        var file = Path.Combine(azure.StateFolder, "engine", "podman.pid");
        Assert.True(File.Exists(file), "These tests need a Podman service of LocalAzure's own.");
        Signals.Send(int.Parse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture), 9);
        var ended = await _arm.GroupAsync(group, "ends", g => (string?)Current(g)["state"] == "Terminated");
        Assert.Equal(5, (int)Current(ended)["exitCode"]!);
        await ArmClient.UntilAsync(() => _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/ends"), a => a.Status is 200 or 204);
    }

    private static JsonNode Current(JsonNode group) => group["properties"]!["containers"]![0]!["properties"]!["instanceView"]!["currentState"]!;

    private static string? Started(JsonNode group) => (string?)Current(group)["state"] == "Running" ? (string?)Current(group)["startTime"] : null;
}
