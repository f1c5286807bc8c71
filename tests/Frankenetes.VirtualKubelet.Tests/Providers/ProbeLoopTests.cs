using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.VirtualKubelet.Tests.Providers;

public sealed class ProbeLoopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly List<ProbeChange> _told = [];
    private int _ends;

    [Fact]
    public async Task A_probe_that_cannot_be_asked_ends_the_other_too()
    {
        var running = Run(new V1Container { ReadinessProbe = Probe("broken"), LivenessProbe = Probe("fine") });
        await Assert.ThrowsAsync<SessionException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task With_a_startup_probe_alone_it_goes_on_after_it_has_succeeded()
    {
        var running = Run(new V1Container { StartupProbe = Probe("fine") });
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(running.IsCompleted);
        Assert.Equal([new ProbeChange(ProbeKind.Startup, true, null)], _told);
        await _ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_failed_startup_probe_ends_it()
    {
        await Run(new V1Container { StartupProbe = Probe("failing"), LivenessProbe = Probe("fine") }).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, _ends);
    }

    public void Dispose() => _ending.Dispose();

    private Task Run(V1Container container) => new ProbeLoop(container, AskAsync, () => _ends++, _told.Add, _time).RunAsync(_ending.Token);

    private static V1Probe Probe(string answer) => new() { Exec = new V1ExecAction { Command = [answer] }, FailureThreshold = 1 };

    private static Task<string?> AskAsync(V1Probe probe, CancellationToken cancellationToken) => probe.Exec.Command[0] switch
    {
        "broken" => throw new SessionException("broken"),
        "failing" => Task.FromResult<string?>("it does not answer"),
        _ => Task.FromResult<string?>(null),
    };
}
