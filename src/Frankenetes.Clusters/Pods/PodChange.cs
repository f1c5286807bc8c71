using System.Text.Json;

namespace Frankenetes.Clusters.Pods;

/// <summary>What a watch tells.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Pod">The pod; of kind Undefined for <see cref="PodChangeKind.Listed"/>.</param>
internal readonly record struct PodChange(PodChangeKind Kind, JsonElement Pod);
