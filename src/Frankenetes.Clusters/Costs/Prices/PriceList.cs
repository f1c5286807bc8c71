using System.Globalization;
using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>The prices of one region, by the second.</summary>
internal sealed partial class PriceList
{
    private const string Service = "Container Instances";
    private readonly Dictionary<(string Sku, PriceMeter Meter), FrankenetesPrice> _compute = [];
    private readonly Dictionary<string, FrankenetesPrice> _storage = new(StringComparer.Ordinal);

    /// <param name="items">The region's; what is no price of ours is left out.</param>
    /// <param name="region">The region.</param>
    /// <param name="date">When they were told; null: each says so itself, or nobody knows.</param>
    /// <param name="source">Who told them, where they do not say so themselves.</param>
    public PriceList(IEnumerable<PriceItem> items, string region, DateOnly? date, string source)
    {
        foreach (var item in items.Where(item => item.Type is null or "Consumption" && item.TierMinimumUnits == 0 && item.MeterName is not null))
        {
            if (item.ServiceName == Service && MeterOf(item.MeterName!) is { } meter && SecondsOf(item.UnitOfMeasure) is { } seconds)
                _compute[(item.SkuName ?? "", meter)] = Price(item, UnitOf(meter), item.RetailPrice / seconds);
            else if (item.ServiceName == "Storage" && StorageUnit(item.UnitOfMeasure) is { } unit)
                _storage[$"{item.ProductName}|{item.MeterName}"] = Price(item, unit.Name, item.RetailPrice / unit.Many);
        }

        FrankenetesPrice Price(PriceItem item, string unit, decimal price) => new()
        {
            Meter = item.MeterName!,
            Unit = unit,
            Price = price,
            Currency = item.CurrencyCode ?? "USD",
            Region = region,
            Date = item.ReadOn ?? date,
            Source = item.Source ?? source,
        };
    }

    /// <summary>Why these are not what the API tells now; null: they are, or it was not asked.</summary>
    public string? Failure { get; init; }

    /// <summary>What is to be known of them besides; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether there is any price of Container Instances.</summary>
    public bool HasCompute => _compute.Count > 0;

    /// <summary>The price of a meter; null when it is not known.</summary>
    /// <param name="sku">As the API calls it: <c>Standard</c>, <c>Standard Spot</c>, <c>Confidential containers ACI</c>, <c>V100</c> …</param>
    /// <param name="meter">What it counts.</param>
    public FrankenetesPrice? Find(string sku, PriceMeter meter) => _compute.GetValueOrDefault((sku, meter));

    /// <summary>The price of a storage meter; null when it is not known.</summary>
    public FrankenetesPrice? FindStorage(string product, string meter) => _storage.GetValueOrDefault($"{product}|{meter}");

    // "Standard vCPU Duration", "Standard Spot Memory Duration", "V100 vGPU Duration", "Standard Windows Software Duration"; GPUs' cores and memory are "vCPU Duration", "Memory Duration" of the sku V100.
    private static PriceMeter? MeterOf(string name) =>
        name.EndsWith("vGPU Duration", StringComparison.Ordinal) || name.EndsWith("GPU Duration", StringComparison.Ordinal) ? PriceMeter.Gpu
        : name.EndsWith("vCPU Duration", StringComparison.Ordinal) ? PriceMeter.Vcpu
        : name.EndsWith("Memory Duration", StringComparison.Ordinal) ? PriceMeter.Memory
        : name.EndsWith("Windows Software Duration", StringComparison.Ordinal) ? PriceMeter.Windows
        : null;

    private static string UnitOf(PriceMeter meter) => meter switch { PriceMeter.Memory => "GB second", PriceMeter.Gpu => "GPU second", _ => "vCPU second" };

    private static decimal? SecondsOf(string? unit) =>
        DurationUnit().Match(unit ?? "") is { Success: true } found ? decimal.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) * (found.Groups[2].Value == "Hour" ? 3600 : 1) : null;

    private static (string Name, decimal Many)? StorageUnit(string? unit) => unit switch { "1 GB/Month" => ("GB month", 1), "10K" => ("transaction", 10_000), _ => null };

    [GeneratedRegex("^([0-9]{1,9}) (?:Gi?B )?(Hour|Second)s?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DurationUnit();
}
