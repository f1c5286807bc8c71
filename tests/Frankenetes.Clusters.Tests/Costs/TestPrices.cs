using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Frankenetes.Clusters.Tests.Costs;

/// <summary>A web server on loopback that answers as the Retail Prices API does: by service, a page at a time.</summary>
internal sealed class TestPrices : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Dictionary<string, List<JsonObject[]>> _pages = [];

    private TestPrices(WebApplication application) => _application = application;

    public Uri Root => new(_application.Urls.First() + "/");

    /// <summary>What every request is answered with instead; null: prices.</summary>
    public int? Status { get; set; }

    /// <summary>Path and query of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<TestPrices> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new TestPrices(builder.Build());
        server._application.Run(server.AnswerAsync);
        await server._application.StartAsync();
        return server;
    }

    /// <summary>A further page of a service's prices.</summary>
    public TestPrices Page(string service, params JsonObject[] items)
    {
        if (!_pages.TryGetValue(service, out var pages)) _pages[service] = pages = [];
        pages.Add(items);
        return this;
    }

    public static JsonObject Item(string service, string product, string sku, string meter, string unit, decimal price, string region = "eastus") => new()
    {
        ["currencyCode"] = "USD", ["tierMinimumUnits"] = 0.0, ["retailPrice"] = price, ["unitPrice"] = price, ["armRegionName"] = region, ["location"] = "US East", ["effectiveStartDate"] = "2021-06-01T00:00:00Z",
        ["meterName"] = meter, ["productName"] = product, ["skuName"] = sku, ["serviceName"] = service, ["serviceFamily"] = "Containers", ["unitOfMeasure"] = unit, ["type"] = "Consumption", ["isPrimaryMeterRegion"] = true,
    };

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path + context.Request.QueryString.ToString());
        if (Status is { } status)
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        var filter = context.Request.Query["$filter"].ToString();
        var pages = _pages.FirstOrDefault(service => filter.Contains($"'{service.Key}'", StringComparison.Ordinal)).Value ?? [[]];
        var page = int.Parse(context.Request.Query["$skip"].FirstOrDefault() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var next = page + 1 < pages.Count ? $"{Root}api/retail/prices?$filter={Uri.EscapeDataString(filter)}&$skip={page + 1}" : null;
        return context.Response.WriteAsync(new JsonObject
        {
            ["BillingCurrency"] = "USD", ["Items"] = new JsonArray([.. pages[page].Select(item => item.DeepClone())]), ["NextPageLink"] = next, ["Count"] = pages[page].Length,
        }.ToJsonString());
    }
}
