using System.Threading.Channels;
using Frankenetes.KubernetesApi.Queueing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.KubernetesApi.Tests;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<string> _started = Channel.CreateUnbounded<string>();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>(_time, NullLogger.Instance, TimeSpan.FromMinutes(1));

    [Fact]
    public async Task A_key_is_worked_on_by_one_worker_at_a_time_and_once_more_when_asked_for_meanwhile()
    {
        var release = Channel.CreateUnbounded<bool>();
        var (inside, most) = (0, 0);
        _ = _queue.RunAsync(4, async (key, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            _started.Writer.TryWrite(key);
            await release.Reader.ReadAsync(cancellationToken);
            Interlocked.Decrement(ref inside);
            return null;
        }, _end.Token);

        _queue.Add("a");
        await StartedAsync();
        for (var i = 0; i < 10; i++) _queue.Add("a");
        release.Writer.TryWrite(true);
        await StartedAsync();
        release.Writer.TryWrite(true);
        _queue.Add("b");

        Assert.Equal("b", await StartedAsync());
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Different_keys_run_side_by_side()
    {
        _ = _queue.RunAsync(2, async (key, cancellationToken) =>
        {
            _started.Writer.TryWrite(key);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }, _end.Token);
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal(["a", "b"], new[] { await StartedAsync(), await StartedAsync() }.Order());
    }

    [Fact]
    public async Task A_key_comes_back_when_its_work_asked_for_it()
    {
        _ = _queue.RunAsync(1, (key, _) =>
        {
            _started.Writer.TryWrite(key);
            return Task.FromResult<TimeSpan?>(TimeSpan.FromSeconds(5));
        }, _end.Token);
        _queue.Add("a");
        await StartedAsync();
        await AdvanceUntilStartedAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_failed_key_comes_back_and_the_others_go_on()
    {
        _ = _queue.RunAsync(1, (key, _) =>
        {
            _started.Writer.TryWrite(key);
            return key == "bad" ? throw new InvalidOperationException("no") : Task.FromResult<TimeSpan?>(null);
        }, _end.Token);
        _queue.Add("bad");
        await StartedAsync();
        _queue.Add("good");
        Assert.Equal("good", await StartedAsync());
        Assert.Equal("bad", await AdvanceUntilStartedAsync(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Waits_grow_to_the_longest_and_start_over()
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        var first = backOff.Next();
        for (var i = 0; i < 100; i++) Assert.InRange(backOff.Next(), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(1));
        backOff.Reset();
        Assert.InRange(first, TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(100));
        Assert.InRange(backOff.Next(), TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(100));
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private Task<string> StartedAsync() => _started.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    // The worker sets its timer after it said that it started: the clock is turned until the timer is there to be seen.
    private async Task<string> AdvanceUntilStartedAsync(TimeSpan step)
    {
        var started = StartedAsync();
        while (!started.IsCompleted)
        {
            _time.Advance(step);
            await Task.Yield();
        }
        return await started;
    }
}
