namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>A price as the Azure Retail Prices API tells it (api-version 2023-01-01-preview), and as prices.json keeps it. What is of no use here is left out.</summary>
internal sealed record PriceItem
{
    public string? CurrencyCode { get; init; }

    public decimal RetailPrice { get; init; }

    public decimal TierMinimumUnits { get; init; }

    public string? ArmRegionName { get; init; }

    public string? ServiceName { get; init; }

    public string? ProductName { get; init; }

    public string? SkuName { get; init; }

    public string? MeterName { get; init; }

    /// <summary>Such as <c>1 Hour</c>, <c>1 GB Hour</c>, <c>100 Seconds</c>, <c>1 GB/Month</c>, <c>10K</c>.</summary>
    public string? UnitOfMeasure { get; init; }

    public string? Type { get; init; }

    /// <summary>Of prices.json alone: the day on which the API said so; null: nobody knows.</summary>
    public DateOnly? ReadOn { get; init; }

    /// <summary>Of prices.json alone: who told it.</summary>
    public string? Source { get; init; }
}
