using System.Collections.Concurrent;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>The long-running operations that clients poll. An ended one is remembered for a day.</summary>
internal sealed class Operations
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, AsyncOperation> _operations = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new(StringComparer.OrdinalIgnoreCase);
    private readonly DocumentStore<AsyncOperation> _store;
    private readonly TimeProvider _time;

    public Operations(StateFolder state, TimeProvider time)
    {
        (_store, _time) = (new DocumentStore<AsyncOperation>(state.File("operations")), time);
        foreach (var operation in _store.LoadAll().ToList())
        {
            if (operation.EndTime is { } ended && time.GetUtcNow() - ended > Kept)
                _store.Delete(operation.Id);
            else
                _operations[operation.Id] = operation;
        }
    }

    public AsyncOperation Begin(string resourceId)
    {
        var operation = new AsyncOperation { Id = Guid.NewGuid().ToString(), ResourceId = resourceId, StartTime = _time.GetUtcNow() };
        return Keep(operation);
    }

    public AsyncOperation? Find(string id) => _operations.GetValueOrDefault(id);

    /// <summary>Ends an operation once; ending an ended or forgotten one changes nothing.</summary>
    public void End(string? id, OperationError? error = null, bool canceled = false)
    {
        if (id is null || Find(id) is not { EndTime: null } running)
            return;
        Keep(running with { Status = error is not null ? "Failed" : canceled ? "Canceled" : "Succeeded", Error = error, EndTime = _time.GetUtcNow() });
        if (_ends.TryRemove(id, out var end))
            end.TrySetResult();
    }

    /// <summary>Completes when the operation has ended, however it did.</summary>
    public Task EndOfAsync(string id)
    {
        var end = _ends.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Find(id) is not { EndTime: null })
            end.TrySetResult();
        return end.Task;
    }

    private AsyncOperation Keep(AsyncOperation operation)
    {
        _operations[operation.Id] = operation;
        _store.Save(operation.Id, operation);
        return operation;
    }
}
