using System.Net;
using Frankenetes.VirtualKubelet.Control;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.VirtualKubelet.Tests.Control;

public sealed class ControlLoopTests : IDisposable
{
    private const string Ack = "ack-virtual-kubelet-n.json";

    private readonly BlobContainer _blobs = new();
    private readonly WriteGate _gate = new();
    private readonly List<string> _pods = ["u-1"];
    private readonly Resumption _resumption;
    private Farewell? _farewell;
    private string? _audit;
    private readonly CancellationTokenSource _end = new();
    private readonly HttpClient _http;
    private int _looks;

    public ControlLoopTests()
    {
        _resumption = new Resumption(() => _pods, () => Interlocked.Increment(ref _looks));
        _http = new HttpClient(_blobs);
    }

    [Fact]
    public async Task The_gate_opens_only_after_the_state_was_read()
    {
        _blobs.Broken = true;
        Start(epoch: 1);
        await _blobs.RequestedAsync(5);
        Assert.False(_gate.IsOpen);
        _blobs.Broken = false;
        await AcknowledgedAsync("Running", null);
        Assert.True(_gate.IsOpen);
    }

    [Fact]
    public async Task A_freeze_is_acknowledged_when_nobody_is_inside_any_more()
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        var inside = await _gate.EnterAsync(CancellationToken.None);
        _blobs.Ask(1, "Freeze", "r1");
        while (_gate.IsOpen) await Task.Yield();
        var entering = _gate.EnterAsync(CancellationToken.None);
        Assert.Equal("Running", _blobs.Read(Ack)!["phase"]!.GetValue<string>());
        inside.Dispose();
        await AcknowledgedAsync("Frozen", "r1");
        Assert.False(entering.IsCompleted);

        _blobs.Ask(1, "Thaw", "r2");
        (await entering.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
    }

    [Fact]
    public async Task After_a_thaw_absent_groups_are_brought_back()
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        Assert.False(_resumption.Covers("u-1"));
        _blobs.Ask(1, "Suspend", "r1");
        await AcknowledgedAsync("Frozen", "r1");
        _blobs.Ask(1, "Thaw", "r2");
        await AcknowledgedAsync("Resuming", "r2");
        Assert.True(_resumption.Covers("u-1"));
        Assert.Equal(1, _looks);
        _resumption.Settle("u-1");
        await AcknowledgedAsync("Running", "r2");
    }

    [Fact]
    public async Task Who_is_to_stop_says_how_long_its_pods_may_take_and_when_they_have_ended_and_writes_nothing_meanwhile()
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        _blobs.Ask(1, "Stop", "r1");
        await AcknowledgedAsync("Frozen", "r1");
        var over = new TaskCompletionSource();
        _farewell = new Farewell(over.Task, TimeSpan.FromSeconds(40));
        await AcknowledgedAsync("Stopping", "r1");
        Assert.Equal("00:00:40", _blobs.Read(Ack)!["within"]!.GetValue<string>());
        Assert.False(_gate.IsOpen);
        over.SetResult();
        await AcknowledgedAsync("Stopped", "r1");
        _blobs.Ask(1, "Stop", "r2");
        await AcknowledgedAsync("Stopped", "r2");
        Assert.False(_gate.IsOpen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_had_stopped_its_pods_brings_them_back_after_a_thaw(bool whole)
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        _farewell = new Farewell(whole ? Task.CompletedTask : new TaskCompletionSource().Task, TimeSpan.FromSeconds(40));
        _blobs.Ask(1, "Stop", "r1");
        await AcknowledgedAsync(whole ? "Stopped" : "Stopping", "r1");
        _blobs.Ask(1, "Thaw", "r2");
        await AcknowledgedAsync("Resuming", "r2");
        Assert.True(_resumption.Covers("u-1"));
    }

    [Fact]
    public async Task Who_had_stopped_its_pods_freezes_once_more_where_it_is_asked_to()
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        _farewell = new Farewell(Task.CompletedTask, TimeSpan.FromSeconds(40));
        _blobs.Ask(1, "Stop", "r1");
        await AcknowledgedAsync("Stopped", "r1");
        _blobs.Ask(1, "Freeze", "r2");
        await AcknowledgedAsync("Frozen", "r2");
    }

    [Fact]
    public async Task The_audit_log_is_read_for_who_runs_alone()
    {
        _audit = Path.GetTempFileName();
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        Assert.True(_blobs.Read(Ack)!["knowsWrites"]!.GetValue<bool>());
        _blobs.Ask(1, "Freeze", "r1");
        await AcknowledgedAsync("Frozen", "r1");
        Assert.False(_blobs.Read(Ack)!["knowsWrites"]?.GetValue<bool>() ?? false);
    }

    [Fact]
    public async Task Who_was_restarted_after_it_had_resumed_does_not_resume_again()
    {
        _blobs.Write(Ack, """{"epoch":2,"agent":"virtual-kubelet-n","requestId":null,"phase":"Running","at":"2026-11-23T05:10:00Z"}""");
        Start(epoch: 2, resuming: true);
        (await _gate.EnterAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
        Assert.False(_resumption.Covers("u-1"));
    }

    [Fact]
    public async Task Who_was_restarted_while_it_brought_its_pods_back_after_a_thaw_goes_on_with_it()
    {
        _blobs.Write(Ack, """{"epoch":1,"agent":"virtual-kubelet-n","requestId":"r1","phase":"Resuming","at":"2026-11-23T05:10:00Z"}""");
        Start(epoch: 1);
        (await _gate.EnterAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
        Assert.True(_resumption.Covers("u-1"));
    }

    [Fact]
    public async Task Who_resumes_says_so_until_the_last_pod_has_its_group()
    {
        _blobs.Write(Ack, """{"epoch":1,"agent":"virtual-kubelet-n","requestId":"old","phase":"Frozen","at":"2026-11-23T05:10:00Z"}""");
        Start(epoch: 2, resuming: true);
        await AcknowledgedAsync("Resuming", null);
        _resumption.Settle("u-1");
        await AcknowledgedAsync("Running", null);
    }

    [Fact]
    public async Task A_later_epoch_stills_an_agent_of_an_earlier_one()
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        _blobs.Ask(2, "Run", "r1");
        await AcknowledgedAsync("Frozen", "r1");
    }

    [Fact]
    public async Task A_signature_that_is_refused_again_and_again_closes_the_gate()
    {
        Start(epoch: 1);
        await AcknowledgedAsync("Running", null);
        _blobs.Status = HttpStatusCode.Forbidden;
        while (_gate.IsOpen) await _blobs.RequestedAsync(1);
        Assert.False(_gate.IsOpen);
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _http.Dispose();
        if (_audit is not null) File.Delete(_audit);
    }

    private void Start(int epoch, bool resuming = false)
    {
        var container = new ControlContainer(_http, new Uri("https://blob.test/acct/control?sig=s"));
        var loop = new ControlLoop(container, _gate, _resumption, () => _farewell, _audit is null ? null : new AuditLog(_audit), "virtual-kubelet-n", epoch, TimeSpan.FromMilliseconds(5), TimeProvider.System, NullLogger.Instance);
        _ = loop.RunAsync(resuming, _end.Token);
    }

    private async Task AcknowledgedAsync(string phase, string? requestId)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_blobs.Read(Ack) is not { } ack || ack["phase"]!.GetValue<string>() != phase || ack["requestId"]?.GetValue<string>() != requestId)
            await _blobs.RequestedAsync(1).WaitAsync(patience.Token);
    }
}
