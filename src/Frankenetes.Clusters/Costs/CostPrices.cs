using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs;

/// <summary>Puts the prices that were applied on a row.</summary>
internal static class CostPrices
{
    public static FrankenetesCost With(this FrankenetesCost row, IReadOnlyList<FrankenetesPrice> applied) => row with
    {
        Prices = applied,
        Currency = applied.Count == 0 ? null : applied[0].Currency,
        PriceSource = applied.Count == 0 ? null : string.Join("; ", applied.Select(price => price.Source).Distinct()),
        PriceDate = applied.Min(price => price.Date),
    };
}
