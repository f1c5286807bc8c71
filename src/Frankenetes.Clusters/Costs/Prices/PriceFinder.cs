using System.Text.Json;
using Azure;

namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>Finds the prices of a region: from the Retail Prices API, else from the package's own list, whose every price bears its day and source.</summary>
/// <param name="api">The API's root; null: nobody is asked (the local Azure bills nothing).</param>
/// <param name="time">The clock.</param>
/// <param name="path">The list; null takes the package's own.</param>
internal sealed class PriceFinder(Uri? api, TimeProvider time, string? path = null)
{
    private const string KnownRegion = "eastus";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The prices; whatever is not known is missing in them, and their note says where they are not the region's own.</summary>
    public async Task<PriceList> FindAsync(string region, CancellationToken cancellationToken)
    {
        if (api is null)
            return await FromFileAsync(region, null, cancellationToken).ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var prices = new RetailPrices(api);
            var items = await Task.WhenAll(
                prices.FindAsync($"serviceName eq 'Container Instances' and armRegionName eq '{region}' and priceType eq 'Consumption'", limit.Token),
                prices.FindAsync($"serviceName eq 'Storage' and armRegionName eq '{region}' and priceType eq 'Consumption' and skuName eq 'Hot LRS' and productName eq 'General Block Blob v2'", limit.Token)).ConfigureAwait(false);
            var list = new PriceList(items.SelectMany(some => some), region, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), $"Azure Retail Prices API ({api.Host})");
            return list.HasCompute ? list : await FromFileAsync(region, $"The Azure Retail Prices API knows no prices for {region}.", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is RequestFailedException or HttpRequestException or AggregateException or JsonException || (failed is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return await FromFileAsync(region, $"The Azure Retail Prices API ({api.Host}) did not answer as it should: {failed.Message.Split('\n')[0].Trim()}", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PriceList> FromFileAsync(string region, string? why, CancellationToken cancellationToken)
    {
        var file = path ?? Path.Combine(Path.GetDirectoryName(typeof(PriceFinder).Assembly.Location)!, "prices.json");
        using var text = File.OpenRead(file);
        var page = await JsonSerializer.DeserializeAsync(text, PricesJson.Default.PricePage, cancellationToken).ConfigureAwait(false) ?? new PricePage();
        var known = page.Items.Any(item => item.ArmRegionName == region && item.ServiceName == "Container Instances") ? region : KnownRegion;
        var items = page.Items.Where(item => item.ArmRegionName == known).ToList();
        // A region's own prices of storage may be missing where those of compute are known.
        var rest = page.Items.Where(item => item.ArmRegionName == KnownRegion && item.ServiceName == "Storage" && !items.Any(own => own.ServiceName == "Storage"));
        var note = known == region ? null : $"The list at hand knows no prices for {region}: these are those of {known}.";
        return new PriceList([.. items, .. rest], known, null, "prices.json") { Failure = why, Note = note };
    }
}
