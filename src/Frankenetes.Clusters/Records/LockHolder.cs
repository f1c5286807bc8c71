namespace Frankenetes.Clusters.Records;

/// <summary>The process that works on a cluster, so that its own machine can tell when it died.</summary>
/// <param name="Machine">The machine's id or name.</param>
/// <param name="ProcessId">Its process id there.</param>
/// <param name="ProcessStart">When the process started, since process ids come back.</param>
internal sealed record LockHolder(string Machine, int ProcessId, DateTimeOffset ProcessStart);
