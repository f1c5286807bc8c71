using Frankenetes.VirtualKubelet.PodAgents;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Tests.Harness;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Tests.PodAgents;

public sealed class AgentConnectionsTests
{
    private static readonly CancellationToken _limit = new CancellationTokenSource(TimeSpan.FromMinutes(2)).Token;
    private static readonly V1Pod _pod = new() { Metadata = new V1ObjectMeta { Name = "p", NamespaceProperty = "default", Uid = "u" }, Spec = new V1PodSpec() };
    private static readonly V1HTTPGetAction _https = new() { Port = 1, Scheme = "HTTPS" };

    [Fact]
    public async Task A_session_that_is_over_is_not_remembered()
    {
        await using var agent = await AgentUnderTerminal.StartAsync();
        await using var connections = new AgentConnections((_, _) => Task.FromResult(agent.Client), TimeProvider.System);
        await using (await connections.OpenAsync(PodKey.Of(_pod), "c", new AgentRequest { Exec = new AgentCommand(["true"], false, false) }, _limit))
            Assert.Equal(1, connections.Count);
        agent.Kill();
        await Waiting.UntilAsync(() => connections.Count == 0, "it is forgotten");
    }

    [Fact]
    public async Task A_container_that_has_no_agent_is_not_remembered()
    {
        await using var agent = await AgentUnderTerminal.StartAsync("sh", "-c", "echo no such program");
        await using var connections = new AgentConnections((_, _) => Task.FromResult(agent.Client), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connections.OpenAsync(PodKey.Of(_pod), "c", new AgentRequest(), new CancellationToken(true)));
        await Waiting.UntilAsync(() => connections.Count == 0, "it is forgotten");
    }

    [Fact]
    public async Task Probes_over_HTTPS_are_refused_where_there_is_no_agent_so_that_the_backends_own_results_count()
    {
        await using var agent = await AgentUnderTerminal.StartAsync("sh", "-c", "echo no such program");
        await using var connections = new AgentConnections((_, _) => Task.FromResult(agent.Client), TimeProvider.System);
        var probes = new AgentProbes(connections, new AgentEndings(connections, TimeProvider.System), TimeProvider.System);
        var container = new V1Container { Name = "c", ReadinessProbe = new V1Probe { HttpGet = _https } };
        var refused = await Assert.ThrowsAsync<ProviderException>(() => probes.WatchProbesAsync(_pod, container, _ => Assert.Fail("nobody asked it"), _limit));
        Assert.Equal(ProviderFailure.Unsupported, refused.Failure);
    }

    [Fact]
    public async Task A_postStart_hook_over_HTTPS_whose_line_breaks_may_be_called_again()
    {
        await using var connections = new AgentConnections((_, _) => Task.FromException<ContainerTerminal>(new SessionException("broken")), TimeProvider.System);
        var hooks = new AgentStartHooks(connections, new AgentEndings(connections, TimeProvider.System));
        var container = new V1Container { Name = "c", Lifecycle = new V1Lifecycle { PostStart = new V1LifecycleHandler { HttpGet = _https } } };
        Assert.Equal(ProviderFailure.Unreachable, (await Assert.ThrowsAsync<ProviderException>(() => hooks.CallAsync(_pod, container, _limit))).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_no_agent_is_nobody_was_told_to_end(bool refused)
    {
        await using var agent = await AgentUnderTerminal.StartAsync("sh", "-c", "echo no such program");
        await using var connections = new AgentConnections((_, _) => refused ? Task.FromException<ContainerTerminal>(new SessionException("it does not run")) : Task.FromResult(agent.Client), TimeProvider.System);
        var pod = _pod with { Spec = new V1PodSpec { Containers = [new V1Container { Name = "c" }] } };
        Assert.False(await new AgentEndings(connections, TimeProvider.System).TerminateAsync(pod, TimeSpan.FromMinutes(1), _limit));
    }
}
