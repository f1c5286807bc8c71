using Frankenetes.VirtualKubelet.Tests.Harness;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>A node on an Azure that grants fewer groups than the node believes.</summary>
public sealed class TurnTests(ControlPlane plane) : NodeTrial(plane)
{
    private readonly LocalAzureProcess _azure = new() { Arguments = ["--without-containers", "--limits", "creates=2"] };

    public override async Task InitializeAsync()
    {
        await _azure.InitializeAsync();
        var (_, resourceGroup) = await _azure.NewGroupAsync();
        Node = new NodeUnderTrial(Plane, null) { Azure = _azure.Section(resourceGroup) };
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _azure.DisposeAsync();
    }

    [Fact]
    public async Task A_create_that_Azure_puts_off_holds_up_no_other_pod()
    {
        await CreateAsync(Pod("one"));
        await CreateAsync(Pod("two"));
        await UntilAsync("one", IsRunning);
        await UntilAsync("two", IsRunning);
        await CreateAsync(Pod("late"));
        await Waiting.UntilAsync(async () => (int)(await _azure.RequestsAsync())["refused"]! == 1, "the third create is refused");
        await DeleteAsync("one", 1);
        await UntilGoneAsync("one");
        // Put off, not asked for again and again.
        var requests = await _azure.RequestsAsync();
        Assert.Equal((1, 2), ((int)requests["refused"]!, (int)requests["groups"]!["default-late"]!));
        Assert.Null((await FindAsync("late"))!.Status.ContainerStatuses);
    }
}
