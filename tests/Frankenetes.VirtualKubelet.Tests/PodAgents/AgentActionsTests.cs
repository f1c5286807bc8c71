using Frankenetes.VirtualKubelet.PodAgents;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.PodAgents;

public sealed class AgentActionsTests
{
    private static readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;

    [Fact]
    public async Task Hooks_and_probes_start_in_the_containers_working_folder()
    {
        var exec = new V1ExecAction { Command = ["sh", "-c", "pwd; exit 1"] };
        var container = new V1Container { Name = "m", WorkingDir = "/usr/bin", ReadinessProbe = new V1Probe { Exec = exec }, Lifecycle = new V1Lifecycle { PostStart = new V1LifecycleHandler { Exec = exec } } };
        Assert.Equal("/usr/bin", AgentActions.Probes(container).Readiness!.Exec!.WorkingDirectory);
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connection = await AgentConnection.OpenAsync(agent.Client, TimeProvider.System, _limit);
        foreach (var hook in new[] { AgentActions.PostStart(container)!, AgentActions.Once(container.ReadinessProbe, container) })
        {
            await using var channel = await connection!.OpenAsync(new AgentRequest { Hook = new AgentHookCall(hook, 10) }, _limit);
            Assert.Equal("/usr/bin", (await AgentCommands.EndAsync(channel!, _limit)).Error);
        }
    }
}
