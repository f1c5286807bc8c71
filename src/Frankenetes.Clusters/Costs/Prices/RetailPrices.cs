using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>The Azure Retail Prices API: public, without a key. Source: learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices.</summary>
/// <param name="root">Such as https://prices.azure.com/.</param>
internal sealed class RetailPrices(Uri root)
{
    private const int MostPages = 50;
    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(new Options());

    /// <summary>All prices that a filter (OData) finds.</summary>
    /// <exception cref="RequestFailedException">The API refuses, or its pages do not end.</exception>
    public async Task<IReadOnlyList<PriceItem>> FindAsync(string filter, CancellationToken cancellationToken)
    {
        var items = new List<PriceItem>();
        Uri? next = new(root, $"api/retail/prices?api-version=2023-01-01-preview&currencyCode='USD'&$filter={Uri.EscapeDataString(filter)}");
        for (var page = 0; next is not null; page++)
        {
            // A link to elsewhere is none that this API gives.
            if (page == MostPages || next.Host != root.Host || next.Scheme != root.Scheme)
                throw new RequestFailedException($"The prices' pages do not end, or lead to {next.Host}.");
            var answer = await GetAsync(next, cancellationToken).ConfigureAwait(false);
            items.AddRange(answer.Items);
            next = answer.NextPageLink;
        }

        return items;
    }

    private async Task<PricePage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(address);
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (message.Response.IsError)
            throw new RequestFailedException(message.Response);
        return JsonSerializer.Deserialize(message.Response.Content, PricesJson.Default.PricePage) ?? new PricePage();
    }

    // Nobody waits long for a price: there is a list at hand.
    private sealed class Options : ClientOptions
    {
        public Options()
        {
            Retry.MaxRetries = 2;
            Retry.Delay = TimeSpan.FromMilliseconds(300);
            Retry.MaxDelay = TimeSpan.FromSeconds(2);
            Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
            Diagnostics.IsDistributedTracingEnabled = false;
        }
    }
}
