using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Contracts;
using Frankenetes.Ledger.Entries;

namespace Frankenetes.Clusters.Costs;

/// <summary>
/// What Azure bills of a container group, by the second: its cores rounded up to whole ones, of the group and not of each container ("billing will round up fractional cores. 1.2 cores are charged as 2 cores",
/// github.com/MicrosoftDocs/azure-docs/issues/66379), its memory as it is asked for, which Azure takes in steps of 0.1 GB alone. No group is smaller than one core and 1 GB.
/// </summary>
internal sealed record BilledSize(double Vcpus, double GB, int Gpus, string OperatingSystem, string PriceSku)
{
    public static BilledSize Of(GroupSize size) => new(
        Math.Max(1, Math.Ceiling(size.CpuCores)),
        Math.Max(1, Math.Ceiling(Math.Round(size.MemoryGB * 10, 4)) / 10),
        size.Gpus,
        size.OperatingSystem,
        SkuOf(size));

    /// <summary>The prices of its meters, with what each is to be multiplied by for a second; null where one is not known.</summary>
    public IReadOnlyList<(FrankenetesPrice Price, double Amount)>? Prices(PriceList list)
    {
        var meters = new List<(PriceMeter Meter, double Amount)> { (PriceMeter.Vcpu, Vcpus), (PriceMeter.Memory, GB) };
        if (Gpus > 0)
            meters.Add((PriceMeter.Gpu, Gpus));
        if (OperatingSystem == "Windows")
            meters.Add((PriceMeter.Windows, Vcpus));
        var known = meters.Select(one => (Price: list.Find(PriceSku, one.Meter), one.Amount)).ToList();
        return known.Any(one => one.Price is null) ? null : [.. known.Select(one => (one.Price!, one.Amount))];
    }

    /// <summary>What an hour of it costs; null where a price is not known.</summary>
    public decimal? PerHour(PriceList list) => Prices(list)?.Sum(one => one.Price.Price * (decimal)one.Amount) * 3600;

    // What the API calls them.
    private static string SkuOf(GroupSize size) => size.GpuSku ?? size.Sku switch
    {
        "Confidential" => "Confidential containers ACI",
        "Standard" when size.Spot => "Standard Spot",
        var sku => sku,
    };
}
