namespace Frankenetes.Clusters.Records;

/// <summary>An operation that has begun and not ended.</summary>
/// <param name="Kind"><c>New</c>, <c>Suspend</c>, <c>Resume</c>, <c>Remove</c>, <c>AddNode</c> or <c>RemoveNode</c>.</param>
/// <param name="StartedAt">When it was first asked for.</param>
/// <param name="Holder">Who works on it.</param>
/// <param name="FinishedSteps">Names of the steps that are done; all of them may be done again without harm.</param>
internal sealed record OperationRecord(string Kind, DateTimeOffset StartedAt, LockHolder Holder, IReadOnlyList<string> FinishedSteps);
