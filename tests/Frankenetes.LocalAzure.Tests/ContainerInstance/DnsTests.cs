using System.Text.Json.Nodes;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class DnsTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task A_label_resolves_in_other_groups_and_keeps_its_address()
    {
        var group = await _arm.NewResourceGroupAsync();
        var label = $"web-{Guid.NewGuid():N}"[..20] + "x";
        var web = Spec.Group(Spec.Container("web", "docker.io/library/nginx:latest", null, ("ports", new[] { new { port = 80 } }))).WithLabel(label);
        await _arm.PutGroupAsync(group, "web", web);
        var shown = (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/web")).Body!;
        var address = (string?)Address(shown)["ip"];
        Assert.Equal($"{label}.eastus.azurecontainer.io", (string?)Address(shown)["fqdn"]);

        await _arm.PutGroupAsync(group, "asks", Spec.Group(Spec.Container("app", $"until wget -qO- http://{label}.eastus.azurecontainer.io; do :; done")).With("restartPolicy", "Never"));
        await ArmClient.UntilAsync(() => _arm.LogAsync(group, "asks", "app"), log => log.Contains("nginx", StringComparison.Ordinal));

        var taken = await _arm.SendAsync("PUT", $"{_arm.Groups(group)}/other", web);
        Assert.Equal((409, "DnsNameLabelAlreadyTaken"), (taken.Status, taken.Code));

        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/web");
        await _arm.PutGroupAsync(group, "between", Spec.Group(Spec.Container("app", "sleep 1000")));
        await _arm.PutGroupAsync(group, "again", web);
        Assert.Equal(address, (string?)Address((await _arm.SendAsync("GET", $"{_arm.Groups(group)}/again")).Body!)["ip"]);
        foreach (var name in new[] { "asks", "between", "again" })
            await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/{name}");
    }

    [Fact]
    public async Task A_group_reaches_LocalAzure_by_its_name()
    {
        var group = await _arm.NewResourceGroupAsync();
        var port = _arm.Http.BaseAddress!.Port;
        await _arm.PutGroupAsync(group, "calls", Spec.Group(Spec.Container("app", $"nc -w 3 local-azure.frankenetes.internal {port} < /dev/null && echo reached")).With("restartPolicy", "Never"));
        await ArmClient.UntilAsync(() => _arm.LogAsync(group, "calls", "app"), log => log == "reached\n");
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/calls");
    }

    private static JsonNode Address(JsonNode group) => group["properties"]!["ipAddress"]!;
}
