using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.Limits;

namespace Frankenetes.LocalAzure.Tests.ContainerInstance;

/// <summary>Another LocalAzure, whose groups are isolated, beside the fixture's, whose groups are not.</summary>
[Collection(LocalAzureCollection.Name)]
public sealed class IsolationTests(LocalAzureFixture open) : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("local-azure-isolated-").FullName;
    private LocalAzureServer _server = null!;
    private ArmClient _arm = null!;

    public async Task InitializeAsync() => await StartAsync(isolate: true);

    public async Task DisposeAsync()
    {
        await _arm.SendAsync("POST", "/local-azure/shutdown?removeAll=true");
        await _server.WaitForEndAsync();
        await EndAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Fact]
    public async Task A_group_reaches_another_at_published_ports_alone()
    {
        Assert.Equal("8080 reached,9090 not,", await AskAsync(_arm));
        Assert.Equal("8080 reached,9090 reached,", await AskAsync(open.Arm));
    }

    [Fact]
    public async Task The_address_that_every_interface_has_unasked_leads_nowhere()
    {
        var (free, shut) = (await LinkAsync(open.Arm), await LinkAsync(_arm));
        // Once the one answers, so would the other, which is older.
        await ArmClient.UntilAsync(() => ReachesAsync(free), reached => reached);
        Assert.False(await ReachesAsync(shut));
    }

    [Fact]
    public async Task A_state_folder_keeps_it()
    {
        await EndAsync();
        await StartAsync(isolate: false);
        Assert.True((bool)_arm.Endpoints["isolateGroups"]!);
        Assert.Equal("8080 reached,9090 not,", await AskAsync(_arm));
    }

    [Fact]
    public async Task Probes_reach_what_is_not_published()
    {
        var group = await _arm.NewResourceGroupAsync();
        var probe = new { httpGet = new { path = "/nothing", port = 9090 }, periodSeconds = 1 };
        await _arm.PutGroupAsync(group, "probed", Spec.Group(Spec.Container("app", "httpd -f -p 9090", ("readinessProbe", probe), ("ports", new[] { new { port = 9090 } }))));
        // An answer, though not the one that the probe wants.
        await _arm.GroupAsync(group, "probed", shown => shown.ToJsonString().Contains("statuscode: 404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_runs_there_is_nothing_to_isolate()
    {
        var state = Directory.CreateTempSubdirectory("local-azure-isolated-").FullName;
        var refusal = await Assert.ThrowsAsync<StartupException>(() => LocalAzureServer.StartAsync(new StartOptions(state, FreePorts.Take(3), WithoutContainers: true) { IsolateGroups = true }, TimeProvider.System));
        Assert.Equal(2, refusal.ExitCode);
        Directory.Delete(state, recursive: true);
    }

    // Both ports of a group that publishes one of them, called by another.
    private static async Task<string> AskAsync(ArmClient arm)
    {
        var (group, label) = (await arm.NewResourceGroupAsync(), $"server-{Guid.NewGuid():N}"[..20] + "x");
        await arm.PutGroupAsync(group, "server", Spec.Group(Serve()).WithLabel(label, 8080));
        // Its last word: it listens.
        await ArmClient.UntilAsync(() => arm.LogAsync(group, "server", "app"), log => log.StartsWith("fe80", StringComparison.Ordinal));
        var script = $"for port in 8080 9090; do nc -w 5 {label}.eastus.azurecontainer.io $port </dev/null >/dev/null 2>&1 && echo $port reached || echo $port not; done; echo done";
        await arm.PutGroupAsync(group, "asks", Spec.Group(Spec.Container("app", script)).With("restartPolicy", "Never"));
        var answer = await ArmClient.UntilAsync(() => arm.LogAsync(group, "asks", "app"), log => log.EndsWith("done\n", StringComparison.Ordinal));
        foreach (var name in new[] { "server", "asks" })
            await arm.SendAsync("DELETE", $"{arm.Groups(group)}/{name}");
        return answer.Replace("done\n", "", StringComparison.Ordinal).Replace('\n', ',');
    }

    // The link-local address of a group that serves, as this machine, on the same bridge, would call it.
    private static async Task<IPEndPoint> LinkAsync(ArmClient arm)
    {
        var group = await arm.NewResourceGroupAsync();
        await arm.PutGroupAsync(group, "server", Spec.Group(Serve()).WithLabel($"server-{Guid.NewGuid():N}"[..20] + "x", 8080));
        var link = await ArmClient.UntilAsync(() => arm.LogAsync(group, "server", "app"), log => log.StartsWith("fe80", StringComparison.Ordinal));
        var own = (await arm.GroupAsync(group, "server", _ => true))["properties"]!["ipAddress"]!["ip"]!.GetValue<string>();
        var bridge = NetworkInterface.GetAllNetworkInterfaces().Single(card => card.GetIPProperties().UnicastAddresses.Any(mine => mine.PrefixLength == 20 && SharesSubnet(mine.Address, IPAddress.Parse(own))));
        return new IPEndPoint(new IPAddress(IPAddress.Parse(link.Trim()).GetAddressBytes(), bridge.GetIPProperties().GetIPv6Properties().Index), 9090);
    }

    private static Dictionary<string, object?> Serve() =>
        Spec.Container("app", "httpd -p [::]:8080; httpd -p [::]:9090; ip -6 -o addr show scope link dev eth0 | sed 's/.*inet6 //; s,/.*,,'; sleep 1000", ("ports", new[] { new { port = 8080 }, new { port = 9090 } }));

    private static bool SharesSubnet(IPAddress one, IPAddress other)
    {
        var (mine, theirs) = (one.GetAddressBytes(), other.GetAddressBytes());
        return mine.Length == theirs.Length && mine[0] == theirs[0] && mine[1] == theirs[1] && mine[2] >> 4 == theirs[2] >> 4;
    }

    private static async Task<bool> ReachesAsync(IPEndPoint server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            return true;
        }
        catch (Exception unreached) when (unreached is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task StartAsync(bool isolate)
    {
        _server = await LocalAzureServer.StartAsync(new StartOptions(_state, FreePorts.Take(3)) { Limits = RequestLimitOptions.Off, IsolateGroups = isolate }, TimeProvider.System);
        _arm = await ArmClient.ConnectAsync(_state);
    }

    private async Task EndAsync()
    {
        await _server.DisposeAsync();
        _arm.Dispose();
    }
}
