using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>Taints that a node registers with, as kubectl writes them. None is the rule: what one person runs shall run.</summary>
internal static partial class NodeTaints
{
    /// <summary>The same taints; null where there are none.</summary>
    /// <exception cref="FrankenetesException">InvalidValue.</exception>
    public static IReadOnlyList<string>? Parse(IReadOnlyList<string>? taints)
    {
        foreach (var taint in taints ?? [])
        {
            if (!Form().IsMatch(taint))
                throw new FrankenetesException(ErrorCatalog.InvalidValue, $"-Taint '{taint}' is no taint: key=value:Effect or key:Effect, with the effect NoSchedule, PreferNoSchedule or NoExecute.", taint);
        }

        return taints is { Count: > 0 } ? taints : null;
    }

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?(=([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?)?:(NoSchedule|PreferNoSchedule|NoExecute)\z")]
    private static partial Regex Form();
}
