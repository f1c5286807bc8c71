namespace Frankenetes.VirtualKubelet.Control;

/// <summary>The end of all pods of the node, under way.</summary>
/// <param name="Over">Completes when all have ended or had their grace.</param>
/// <param name="Within">How long that takes at most.</param>
internal sealed record Farewell(Task Over, TimeSpan Within);
