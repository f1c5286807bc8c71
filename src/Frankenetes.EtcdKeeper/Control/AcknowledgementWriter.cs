using System.Text.Json;
using Frankenetes.EtcdKeeper.Configuration;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Storage;
using Microsoft.Extensions.Logging;

namespace Frankenetes.EtcdKeeper.Control;

/// <summary>
/// Keeps control/ack-etcd-keeper.json at what was last reported: reporting never waits for storage, a state that was passed before it
/// could be written is left out, and the newest is tried until it is there.
/// </summary>
internal sealed class AcknowledgementWriter(BlobStore blobs, KeeperConfiguration configuration, Protection protection, TimeProvider time, ILogger logger)
{
    /// <summary>How old the figures on protection may become.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);

    private const string Name = "ack-etcd-keeper.json";
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource<Acknowledgement?> _previous = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = New();
    private Acknowledgement? _reported;
    private StartReport? _start;
    private bool _silent;
    private bool _written = true;

    /// <summary>What an earlier keeper of this epoch had left when this one began; null = nothing. Completes when storage has answered.</summary>
    public Task<Acknowledgement?> Previous => _previous.Task;

    /// <param name="phase">Where the keeper stands.</param>
    /// <param name="requestId">The request answered by this; null = the last one answered stays.</param>
    /// <param name="message">For people; null = nothing to say.</param>
    /// <param name="revision">The store's revision; null = not known.</param>
    public void Report(KeeperPhase phase, string? requestId = null, string? message = null, long? revision = null)
    {
        lock (_lock)
        {
            _reported = new Acknowledgement
            {
                Epoch = configuration.Epoch,
                RequestId = requestId ?? _reported?.RequestId,
                Phase = phase,
                At = time.GetUtcNow(),
                Message = message,
                Revision = revision,
            };
            Changed();
        }
    }

    /// <summary>Whatever is reported from now on tells of the start too.</summary>
    public void Started(StartReport? start)
    {
        lock (_lock)
            _start = start;
    }

    /// <summary>Writes nothing any more: another keeper speaks for the cluster.</summary>
    public void Silence()
    {
        lock (_lock)
            (_silent, _written) = (true, true);
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var previous = await PersistAsync("The last acknowledgement cannot be read", () => ReadAsync(cancellation), cancellation);
        var answered = previous?.Answered;
        _previous.SetResult(previous);
        protection.Changed += Touch;
        while (true)
        {
            await Task.WhenAny(Next(), Task.Delay(Refresh, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
            await PersistAsync("The acknowledgement cannot be written", () => WriteNewestAsync(answered, cancellation), cancellation);
        }
    }

    /// <summary>Waits until all that was reported is written.</summary>
    /// <returns>False where that took longer than the patience.</returns>
    public async Task<bool> FlushAsync(TimeSpan patience)
    {
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < patience)
        {
            lock (_lock)
            {
                if (_written)
                    return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }

        return false;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Touch()
    {
        lock (_lock)
        {
            if (_reported is not null)
                Changed();
        }
    }

    private void Changed()
    {
        if (_silent)
            return;
        _written = false;
        _changed.TrySetResult();
    }

    private Task Next()
    {
        lock (_lock)
            return _changed.Task;
    }

    private async Task<Acknowledgement?> ReadAsync(CancellationToken cancellation)
    {
        var read = await blobs.ReadAsync(Name, unless: null, cancellation);
        try
        {
            var there = read.Outcome == BlobReadOutcome.Read ? JsonSerializer.Deserialize(read.Content.Span, KeeperJson.Default.Acknowledgement) : null;
            return there?.Epoch == configuration.Epoch ? there : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> WriteNewestAsync(string? answered, CancellationToken cancellation)
    {
        Acknowledgement? newest;
        lock (_lock)
        {
            _changed = New();
            newest = Compose(answered);
        }

        try
        {
            if (newest is not null)
                await blobs.TryWriteAsync(Name, JsonSerializer.SerializeToUtf8Bytes(newest, KeeperJson.Default.Acknowledgement), null, null, cancellation);
        }
        catch
        {
            lock (_lock)
                _changed.TrySetResult();
            throw;
        }

        lock (_lock)
            _written = !_changed.Task.IsCompleted;
        return true;
    }

    private Acknowledgement? Compose(string? answered)
    {
        if (_reported is null || _silent)
            return null;
        var message = string.Join(" ", new[] { _reported.Message, protection.Complaint }.OfType<string>());
        var state = _reported.Phase == KeeperPhase.Starting ? null : protection.Read();
        return _reported with { RequestId = _reported.RequestId ?? answered, Message = message.Length > 0 ? message : null, Protection = state, Start = _start };
    }

    private async Task<T> PersistAsync<T>(string complaint, Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var pause = new Backoff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        for (var first = true; ; first = false)
        {
            try
            {
                return await attempt();
            }
            catch (StorageException e)
            {
                if (first)
                    logger.LogWarning("{Complaint}: {Reason}", complaint, e.Message);
                await Task.Delay(pause.Next(), time, cancellation);
            }
        }
    }
}
