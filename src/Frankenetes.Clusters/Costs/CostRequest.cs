using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs;

/// <summary>What is to be measured.</summary>
/// <param name="Since">Null: since the cluster was made.</param>
/// <param name="Until">Null: until now.</param>
/// <param name="By">What one row stands for.</param>
internal sealed record CostRequest(DateTimeOffset? Since, DateTimeOffset? Until, FrankenetesCostScope By);
