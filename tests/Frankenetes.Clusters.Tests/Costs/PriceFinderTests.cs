using Frankenetes.Clusters.Costs.Prices;
using Microsoft.Extensions.Time.Testing;

namespace Frankenetes.Clusters.Tests.Costs;

public class PriceFinderTests
{
    private const string Service = "Container Instances";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Prices_are_the_API_s_to_the_last_page_by_the_second_and_of_today()
    {
        await using var api = await TestPrices.StartAsync();
        api.Page(Service, TestPrices.Item(Service, Service, "Standard", "Standard vCPU Duration", "1 Hour", 0.36m), TestPrices.Item(Service, Service, "Standard Spot", "Standard Spot vCPU Duration", "1 Hour", 0.036m))
            .Page(Service, TestPrices.Item(Service, Service, "Standard", "Standard Memory Duration", "1 GB Hour", 0.036m))
            .Page(Service, TestPrices.Item(Service, $"{Service} with GPU", "V100", "V100 vGPU Duration", "100 Seconds", 0.085m), TestPrices.Item(Service, Service, "Standard", "Standard Windows Software Duration", "1 Second", 0.000012m));
        var prices = await new PriceFinder(api.Root, _time).FindAsync("eastus", default);
        Assert.Equal((0.0001m, "vCPU second", "USD", "eastus", new DateOnly(2026, 12, 1)), prices.Find("Standard", PriceMeter.Vcpu) is { } vcpu ? (vcpu.Price, vcpu.Unit, vcpu.Currency, vcpu.Region, vcpu.Date!.Value) : default);
        Assert.Equal(0.00001m, prices.Find("Standard", PriceMeter.Memory)!.Price);
        Assert.Equal(0.00001m, prices.Find("Standard Spot", PriceMeter.Vcpu)!.Price);
        Assert.Equal(0.00085m, prices.Find("V100", PriceMeter.Gpu)!.Price);
        Assert.Equal(0.000012m, prices.Find("Standard", PriceMeter.Windows)!.Price);
        Assert.Null(prices.Failure);
        Assert.Contains("Retail Prices API", prices.Find("Standard", PriceMeter.Vcpu)!.Source, StringComparison.Ordinal);
        Assert.Contains(api.Requests, request => Uri.UnescapeDataString(request).Contains("serviceName eq 'Container Instances' and armRegionName eq 'eastus' and priceType eq 'Consumption'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    public async Task An_API_that_fails_is_replaced_by_the_list_at_hand_and_that_is_said(int status)
    {
        await using var api = await TestPrices.StartAsync();
        api.Status = status;
        var prices = await new PriceFinder(api.Root, _time).FindAsync("eastus", default);
        Assert.Contains("did not answer as it should", prices.Failure, StringComparison.Ordinal);
        Assert.Equal((0.0405m / 3600, new DateOnly(2026, 10, 9)), prices.Find("Standard", PriceMeter.Vcpu) is { } vcpu ? (vcpu.Price, vcpu.Date!.Value) : default);
        Assert.Equal(0.00445m / 3600, prices.Find("Standard", PriceMeter.Memory)!.Price);
        Assert.Null(prices.Note);
    }

    [Fact]
    public async Task An_API_that_is_not_there_is_replaced_too()
    {
        var api = await TestPrices.StartAsync();
        var root = api.Root;
        await api.DisposeAsync();
        var prices = await new PriceFinder(root, _time).FindAsync("eastus", default);
        Assert.NotNull(prices.Failure);
        Assert.True(prices.HasCompute);
    }

    [Fact]
    public async Task A_region_that_the_API_does_not_know_gets_prices_that_say_whose_they_are()
    {
        await using var api = await TestPrices.StartAsync();
        var prices = await new PriceFinder(api.Root, _time).FindAsync("nowhere", default);
        Assert.Equal("eastus", prices.Find("Standard", PriceMeter.Vcpu)!.Region);
        Assert.Contains("knows no prices for nowhere", prices.Failure, StringComparison.Ordinal);
        Assert.Contains("those of eastus", prices.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_that_lead_elsewhere_are_not_followed()
    {
        await using var api = await TestPrices.StartAsync();
        api.Page(Service, TestPrices.Item(Service, Service, "Standard", "Standard vCPU Duration", "1 Hour", 9)).Page(Service);
        // The next page's address is by IP; asked by name it is somebody else's.
        var prices = await new PriceFinder(new UriBuilder(api.Root) { Host = "localhost" }.Uri, _time).FindAsync("eastus", default);
        Assert.Contains("lead to 127.0.0.1", prices.Failure, StringComparison.Ordinal);
        Assert.Equal(0.0405m / 3600, prices.Find("Standard", PriceMeter.Vcpu)!.Price);
    }

    [Fact]
    public async Task The_list_at_hand_knows_regions_of_its_own_and_asks_nobody()
    {
        var finder = new PriceFinder(null, _time);
        var sweden = await finder.FindAsync("swedencentral", default);
        Assert.Equal((0.0466m / 3600, "swedencentral"), sweden.Find("Standard", PriceMeter.Vcpu) is { } vcpu ? (vcpu.Price, vcpu.Region) : default);
        Assert.Null(sweden.Note);
        Assert.Null(sweden.Failure);
    }

    [Fact]
    public async Task Every_price_of_the_list_says_who_told_it()
    {
        var finder = new PriceFinder(null, _time);
        var list = await finder.FindAsync("eastus", default);
        foreach (var (sku, meter) in new[] { ("Standard", PriceMeter.Vcpu), ("Standard", PriceMeter.Memory), ("Standard", PriceMeter.Windows), ("Standard Spot", PriceMeter.Vcpu), ("Standard Spot", PriceMeter.Memory) })
            Assert.Contains("Retail Prices API", list.Find(sku, meter)!.Source, StringComparison.Ordinal);
        Assert.NotNull(list.FindStorage("General Block Blob v2", "Hot LRS Data Stored"));
    }
}
