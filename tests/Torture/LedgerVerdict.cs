namespace Frankenetes.Torture;

/// <summary>What became of the writes that were acknowledged.</summary>
/// <param name="Acknowledged">How many there were.</param>
/// <param name="Lost">Those of them that are gone and must not be.</param>
/// <param name="Wrong">Keys that have another revision than was acknowledged, or a value that nobody wrote.</param>
/// <param name="Example">The first of both, for people; null = none.</param>
internal sealed record LedgerVerdict(long Acknowledged, long Lost, long Wrong, string? Example);
