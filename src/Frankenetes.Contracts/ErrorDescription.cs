namespace Frankenetes.Contracts;

/// <summary>One failure that a user can meet: its stable id, its kind, and what to do about it.</summary>
/// <param name="Id">The first part of FullyQualifiedErrorId; never changes once released.</param>
/// <param name="Kind">What sort of failure it is.</param>
/// <param name="RecommendedAction">One or two sentences: what to do next.</param>
public sealed record ErrorDescription(string Id, FrankenetesErrorKind Kind, string RecommendedAction);
