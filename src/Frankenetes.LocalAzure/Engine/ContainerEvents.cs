using System.Collections.Concurrent;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>The engine's event stream, turned into "look at this container again". A stream that breaks is opened again and everyone looks.</summary>
internal sealed class ContainerEvents(IDockerClient client, Guid instanceId, TimeProvider time, ILogger<ContainerEvents> logger) : IAsyncDisposable
{
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal) { "die", "died", "cleanup", "kill", "oom", "stop", "remove", "destroy" };
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _ending = new();
    private Task _listening = Task.CompletedTask;

    public void Start() => _listening = Task.Run(ListenAsync);

    /// <summary>Completes when something may have ended the container. Take it before looking, so that nothing slips between.</summary>
    public Task Next(string containerId) =>
        _waiting.GetOrAdd(containerId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _listening;
        _ending.Dispose();
    }

    private async Task ListenAsync()
    {
        var parameters = new ContainerEventsParameters
        {
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["type"] = new Dictionary<string, bool> { ["container"] = true },
                ["label"] = new Dictionary<string, bool> { [$"{Containers.InstanceLabel}={instanceId}"] = true },
            },
        };
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await client.System.MonitorEventsAsync(parameters, new Sink(Heard), _ending.Token);
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                logger.LogWarning("The engine's event stream broke ({Reason}); opening it again", e.Message);
            }

            foreach (var id in _waiting.Keys)
                Wake(id);
            await Task.Delay(Again, time, _ending.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private void Heard(Message message)
    {
        if (message.Actor?.ID is { Length: > 0 } id && message.Action is { } action && Endings.Contains(action))
            Wake(id);
    }

    private void Wake(string id)
    {
        if (_waiting.TryRemove(id, out var waiting))
            waiting.TrySetResult();
    }

    private sealed class Sink(Action<Message> action) : IProgress<Message>
    {
        public void Report(Message value) => action(value);
    }
}
