using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Contracts;
using Frankenetes.Ledger.Lives;

namespace Frankenetes.Clusters.Costs;

/// <summary>Adds lives up to rows.</summary>
internal sealed class CostRows(string cluster, PriceList prices, DateTimeOffset now)
{
    public const string ControlPlane = "(control plane)";

    /// <summary>One row for each of what is asked for, the control plane's first.</summary>
    /// <param name="lives">The lives.</param>
    /// <param name="by">What one row stands for.</param>
    /// <param name="from">What comes before is not counted.</param>
    /// <param name="until">Nor what comes after.</param>
    /// <param name="note">What is to be said of each row; null: nothing.</param>
    public IEnumerable<FrankenetesCost> Of(IReadOnlyList<GroupLife> lives, FrankenetesCostScope by, DateTimeOffset from, DateTimeOffset until, string? note)
    {
        var counted = lives.Select(life => new CountedLife(life, Later(life.Begin, from), Earlier(life.End ?? now, until))).Where(one => one.To > one.From).ToList();
        if (by == FrankenetesCostScope.Cluster)
            return [Row(counted, cluster, from, until, note)];
        return counted.GroupBy(one => KeyOf(one.Life, by)).Select(some => Row([.. some], some.Key.Scope, some.Min(one => one.From), some.Max(one => one.To), note) is var row && by == FrankenetesCostScope.Namespace
                ? row with { Namespace = some.Key.Namespace }
                : Named(row, some.First().Life, by))
            .OrderBy(row => row.Scope != ControlPlane).ThenBy(row => row.Namespace, StringComparer.Ordinal).ThenBy(row => row.Pod, StringComparer.Ordinal).ThenBy(row => row.From);
    }

    private static FrankenetesCost Named(FrankenetesCost row, GroupLife life, FrankenetesCostScope by) => row with
    {
        Namespace = life.PodNamespace,
        Pod = life.PodName,
        PodUid = life.PodUid,
        Group = by == FrankenetesCostScope.Group ? life.Group : null,
    };

    private static (string Scope, string? Namespace, object? Part) KeyOf(GroupLife life, FrankenetesCostScope by) => by switch
    {
        FrankenetesCostScope.Group => (life.Group, null, life),
        _ when life.PodUid is null => (ControlPlane, null, null),
        FrankenetesCostScope.Namespace => (life.PodNamespace ?? "", life.PodNamespace, null),
        _ => ($"{life.PodNamespace}/{life.PodName}", life.PodNamespace, life.PodUid),
    };

    private FrankenetesCost Row(IReadOnlyList<CountedLife> lives, string scope, DateTimeOffset from, DateTimeOffset to, string? note)
    {
        var priced = lives.Select(one => (one.Seconds, one.Size, Prices: one.Size?.Prices(prices))).ToList();
        var applied = priced.SelectMany(one => one.Prices ?? []).Select(one => one.Price).Distinct().ToList();
        var guessed = lives.Count(one => one.Life.IsEndGuessed);
        return new FrankenetesCost
        {
            ClusterName = cluster,
            Kind = FrankenetesCostKind.Compute,
            Scope = scope,
            From = from,
            To = to,
            Groups = lives.Count,
            Lifetime = TimeSpan.FromSeconds(lives.Sum(one => one.Seconds)),
            IsRunning = lives.Any(one => one.Life.End is null),
            VcpuSeconds = priced.Sum(one => one.Seconds * (one.Size?.Vcpus ?? 0)),
            GBSeconds = priced.Sum(one => one.Seconds * (one.Size?.GB ?? 0)),
            GpuSeconds = priced.Sum(one => one.Seconds * (one.Size?.Gpus ?? 0)),
            Cost = priced.Any(one => one.Prices is null) ? null : priced.Sum(one => one.Prices!.Sum(price => price.Price.Price * (decimal)(price.Amount * one.Seconds))),
            Note = Sentences(
                priced.Any(one => one.Prices is null) ? "The price of a part of it is not known." : null,
                guessed > 0 ? $"Of {guessed} group{(guessed == 1 ? "" : "s")} nobody saw the end: counted until it was found to be gone." : null,
                prices.Failure,
                prices.Note,
                note),
        }.With(applied);
    }

    /// <summary>What there is to say, in one line; null: nothing.</summary>
    public static string? Sentences(params string?[] parts) => string.Join(' ', parts.OfType<string>()) is { Length: > 0 } text ? text : null;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed record CountedLife(GroupLife Life, DateTimeOffset From, DateTimeOffset To)
    {
        public double Seconds => (To - From).TotalSeconds;

        public BilledSize? Size { get; } = Life.Size is { } size ? BilledSize.Of(size) : null;
    }
}
