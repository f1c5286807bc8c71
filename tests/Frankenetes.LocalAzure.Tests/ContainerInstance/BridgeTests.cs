using System.Net;
using System.Net.NetworkInformation;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

[Collection(LocalAzureCollection.Name)]
public sealed class BridgeTests(LocalAzureFixture azure)
{
    private readonly ArmClient _arm = azure.Arm;

    [Fact]
    public async Task The_bridge_keeps_its_link_address_whoever_joins()
    {
        var group = await _arm.NewResourceGroupAsync();
        var label = $"web-{Guid.NewGuid():N}"[..20] + "x";
        var web = Spec.Group(Spec.Container("web", "docker.io/library/nginx:latest", null, ("ports", new[] { new { port = 80 } }))).WithLabel(label);
        await _arm.PutGroupAsync(group, "first", web);
        var shown = (await _arm.SendAsync("GET", $"{_arm.Groups(group)}/first")).Body!;
        var address = IPAddress.Parse((string)shown["properties"]!["ipAddress"]!["ip"]!);
        var bridge = NetworkInterface.GetAllNetworkInterfaces().Single(card => card.GetIPProperties().UnicastAddresses.Any(own => own.PrefixLength == 20 && new IPNetwork(Base(own), 20).Contains(address)));

        // NET_ADDR_SET: the kernel no longer takes the lowest address among the ports.
        Assert.Equal("3", (await File.ReadAllTextAsync($"/sys/class/net/{bridge.Name}/addr_assign_type")).Trim());
        await _arm.SendAsync("DELETE", $"{_arm.Groups(group)}/first");
    }

    private static IPAddress Base(UnicastIPAddressInformation own)
    {
        var bytes = own.Address.GetAddressBytes();
        var mask = own.IPv4Mask.GetAddressBytes();
        return new IPAddress([.. bytes.Zip(mask, (part, keep) => (byte)(part & keep))]);
    }
}
