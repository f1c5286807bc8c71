using System.Text.Json;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;

namespace Frankenetes.Clusters.Reports;

/// <summary>Which of the pods that were to run have a container group again.</summary>
internal static class ReturningPods
{
    /// <param name="before">A list of pods as it was when the cluster fell asleep.</param>
    /// <param name="uids">The UIDs that container groups were made for.</param>
    /// <returns>Those that do, as <c>namespace/name</c>, and those that do not; in order.</returns>
    public static (IReadOnlyList<string> Back, IReadOnlyList<string> Missing) Of(JsonElement before, IReadOnlySet<string> uids)
    {
        var active = before.Items("items").Where(IsActive).Select(pod => pod.Member("metadata"))
            .Select(metadata => (Name: $"{metadata.Text("namespace")}/{metadata.Text("name")}", Uid: metadata.Text("uid") ?? ""))
            .OrderBy(pod => pod.Name, StringComparer.Ordinal)
            .ToLookup(pod => uids.Contains(pod.Uid), pod => pod.Name);
        return ([.. active[true]], [.. active[false]]);
    }

    private static bool IsActive(JsonElement pod) =>
        pod.Member("spec").Text("nodeName") is not null
        && pod.Member("metadata").Text("deletionTimestamp") is null
        && !PodReader.HasEnded(pod);
}
