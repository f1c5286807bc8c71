using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Reports;

/// <summary>What of a resume's report comes from the cluster itself.</summary>
internal sealed record Findings(
    IReadOnlyList<string> PodsRecreated,
    IReadOnlyList<string> PodsMissing,
    IReadOnlyList<FrankenetesMissedRuns> MissedRuns,
    IReadOnlyList<FrankenetesPassedDeadline> PassedDeadlines)
{
    /// <summary>Nothing is known.</summary>
    public static Findings None { get; } = new([], [], [], []);
}
