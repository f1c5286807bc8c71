using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>How operations show in the record.</summary>
internal static class OperationRecords
{
    /// <summary>Marks the operation as begun; one of the same kind that was broken off keeps its start.</summary>
    public static Task BeginAsync(this ClusterLock held, string kind, ClusterState state, ClusterOptions options, CancellationToken cancellationToken) =>
        held.WriteAsync(
            record => record with
            {
                State = state,
                Operation = record.Operation?.Kind == kind
                    ? record.Operation with { Holder = options.Locks.Self }
                    : new OperationRecord(kind, options.Time.GetUtcNow(), options.Locks.Self, []),
            },
            cancellationToken);

    /// <summary>Adds a step to those that are done.</summary>
    public static Task FinishStepAsync(this ClusterLock held, string step, CancellationToken cancellationToken) =>
        held.Record.Operation is not { } operation || operation.FinishedSteps.Contains(step)
            ? Task.CompletedTask
            : held.WriteAsync(record => record with { Operation = operation with { FinishedSteps = [.. operation.FinishedSteps, step] } }, cancellationToken);

    /// <summary>Ends the operation in a state.</summary>
    public static Task EndAsync(this ClusterLock held, Func<ClusterRecord, ClusterRecord> change, CancellationToken cancellationToken) =>
        held.WriteAsync(record => change(record) with { Operation = null }, cancellationToken);
}
