namespace Frankenetes.Contracts;

/// <summary>What a part of a cluster used in a stretch of time, and what that costs by Azure's list prices.</summary>
public sealed record FrankenetesCost
{
    /// <summary>The cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>What the money is spent on.</summary>
    public required FrankenetesCostKind Kind { get; init; }

    /// <summary>The pods' namespace; null where it is not of one namespace, or of the control plane.</summary>
    public string? Namespace { get; init; }

    /// <summary>The pod; null where it is not of one pod, or of the control plane.</summary>
    public string? Pod { get; init; }

    /// <summary>The pod's UID: a pod that was deleted and made again is another one. Null where <see cref="Pod"/> is.</summary>
    public string? PodUid { get; init; }

    /// <summary>The container group; null unless asked for by group.</summary>
    public string? Group { get; init; }

    /// <summary>In one word or name what the row is about: cluster, namespace, pod, group; <c>(control plane)</c> for the cluster's own groups.</summary>
    public required string Scope { get; init; }

    /// <summary>The beginning of what is counted (UTC): of a group its own, where that is not before -Since.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end of what is counted (UTC); of what goes on, the moment at which it was measured.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How many container groups were counted; a group that was deleted and made again counts twice.</summary>
    public int Groups { get; init; }

    /// <summary>For how long they lived, added up.</summary>
    public TimeSpan Lifetime { get; init; }

    /// <summary>Whether any of them goes on.</summary>
    public bool IsRunning { get; init; }

    /// <summary>As Azure bills them: each group's cores rounded up to whole ones.</summary>
    public double VcpuSeconds { get; init; }

    /// <summary>As Azure bills them: each group's memory as it was asked for, in steps of 0.1 GB.</summary>
    public double GBSeconds { get; init; }

    /// <summary>Graphics processors' seconds.</summary>
    public double GpuSeconds { get; init; }

    /// <summary>Of storage: how much, in <see cref="Unit"/>; null for compute.</summary>
    public double? Quantity { get; init; }

    /// <summary>The unit of <see cref="Quantity"/>: <c>GB month</c> or <c>transaction</c>; null for compute.</summary>
    public string? Unit { get; init; }

    /// <summary>By list prices; null when no price is known for a part of it.</summary>
    public decimal? Cost { get; init; }

    /// <summary>ISO 4217; null when nothing has a price.</summary>
    public string? Currency { get; init; }

    /// <summary>The prices that were applied.</summary>
    public IReadOnlyList<FrankenetesPrice> Prices { get; init; } = [];

    /// <summary>Where the prices come from; null when there are none.</summary>
    public string? PriceSource { get; init; }

    /// <summary>The oldest day of which a price is; null when there is none, or nobody knows.</summary>
    public DateOnly? PriceDate { get; init; }

    /// <summary>What is not exact in it, and why; null when nothing is to be said.</summary>
    public string? Note { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{ClusterName} {Scope}: {(Kind == FrankenetesCostKind.Compute ? $"{VcpuSeconds:0} vCPU s, {GBSeconds:0} GB s" : $"{Quantity:0.######} {Unit}s")}, {(Cost is { } cost ? $"{cost:0.######} {Currency}" : "price unknown")}");
}
