namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>A page of the API's answer; prices.json is one too.</summary>
internal sealed record PricePage
{
    public IReadOnlyList<PriceItem> Items { get; init; } = [];

    /// <summary>Null on the last one.</summary>
    public Uri? NextPageLink { get; init; }
}
