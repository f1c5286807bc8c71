namespace Frankenetes.Clusters.Lifecycle;

/// <summary>How far an operation is.</summary>
/// <param name="Operation"><c>New</c>, <c>Suspend</c>, <c>Resume</c> or <c>Remove</c>.</param>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Step">What is being done, in words.</param>
/// <param name="Percent">0 to 100.</param>
internal sealed record OperationProgress(string Operation, string Cluster, string Step, int Percent);
