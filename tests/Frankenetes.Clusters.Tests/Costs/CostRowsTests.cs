using Frankenetes.Clusters.Costs;
using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;
using Frankenetes.Ledger.Entries;
using Frankenetes.Ledger.Lives;

namespace Frankenetes.Clusters.Tests.Costs;

public class CostRowsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly PriceList Prices = new(
        [
            Item("Standard", "Standard vCPU Duration", 36), Item("Standard", "Standard Memory Duration", 3.6m), Item("Standard", "Standard Windows Software Duration", 18),
            Item("Standard Spot", "Standard Spot vCPU Duration", 3.6m), Item("Standard Spot", "Standard Spot Memory Duration", 0.36m),
            Item("V100", "V100 vGPU Duration", 360), Item("V100", "vCPU Duration", 72), Item("V100", "Memory Duration", 7.2m),
        ],
        "eastus", new DateOnly(2026, 11, 23), "test");

    [Theory]
    [InlineData(1.2, 1.5, 2, 1.5)]
    [InlineData(0.1, 0.1, 1, 1)]
    [InlineData(2, 4, 2, 4)]
    [InlineData(3.0000001, 1.25, 3, 1.3)]
    public void Cores_are_billed_whole_and_memory_by_the_tenth(double cpu, double memory, double vcpus, double gb)
    {
        var size = BilledSize.Of(new GroupSize(Math.Round(cpu, 6), memory, 0, null, "Linux", false, "Standard"));
        Assert.Equal((vcpus, gb), (size.Vcpus, size.GB));
    }

    [Fact]
    public void Windows_spot_and_graphics_have_prices_of_their_own()
    {
        static decimal? PerHour(GroupSize size) => BilledSize.Of(size).PerHour(Prices);
        Assert.Equal(36 + 3.6m, PerHour(new GroupSize(1, 1, 0, null, "Linux", false, "Standard")));
        Assert.Equal(2 * (36 + 18) + 4 * 3.6m, PerHour(new GroupSize(2, 4, 0, null, "Windows", false, "Standard")));
        Assert.Equal(3.6m + 0.36m, PerHour(new GroupSize(1, 1, 0, null, "Linux", true, "Standard")));
        Assert.Equal(2 * 360 + 4 * 72 + 8 * 7.2m, PerHour(new GroupSize(4, 8, 2, "V100", "Linux", false, "Standard")));
        Assert.Null(PerHour(new GroupSize(1, 1, 0, null, "Linux", false, "Dedicated")));
    }

    [Fact]
    public void What_is_said_of_the_control_plane_before_is_what_its_group_asks_for()
    {
        Assert.Equal(GroupSize.Of(CompactPlan.ControlPlane(TestCluster.Input())), CompactPlan.Size);
        var distributed = TestCluster.Input() with { Topology = ClusterTopology.Distributed };
        Assert.Equal(ControlPlaneShape.Plan(distributed).Values.Select(GroupSize.Of), ControlPlaneShape.Sizes(ClusterTopology.Distributed));
        Assert.Equal(GroupSize.Of(NodePlan.Node(TestCluster.Input(), Clusters.Records.NodeRecord.Windows)), NodePlan.Size);
    }

    [Fact]
    public void Seconds_are_counted_between_the_two_times_alone()
    {
        var row = Assert.Single(Rows(FrankenetesCostScope.Cluster, Noon, Noon.AddSeconds(100), Pod("a", -50, 10), Pod("b", 90, null), Pod("c", -90, -10), Pod("d", 200, null)));
        Assert.Equal((20.0, 20.0, 2, true), (row.VcpuSeconds, row.GBSeconds, row.Groups, row.IsRunning));
        Assert.Equal(20 * (0.01m + 0.001m), row.Cost);
        Assert.Equal(("USD", new DateOnly(2026, 11, 23), "test"), (row.Currency, row.PriceDate, row.PriceSource));
    }

    [Fact]
    public void A_pod_is_one_row_whatever_groups_it_had_and_another_of_its_name_is_not_it()
    {
        var rows = Rows(FrankenetesCostScope.Pod, Noon, Noon.AddHours(1), Pod("a", 0, 10), Pod("a", 20, 30), Pod("a", 40, 50, uid: "other"), Plane(0, 60));
        Assert.Equal([(CostRows.ControlPlane, 1), ("default/a", 2), ("default/a", 1)], rows.Select(row => (row.Scope, row.Groups)));
        Assert.Equal(["a", "other"], rows.Skip(1).Select(row => row.PodUid));
    }

    [Fact]
    public void Namespaces_and_the_control_plane_are_rows_of_their_own()
    {
        var rows = Rows(FrankenetesCostScope.Namespace, Noon, Noon.AddHours(1), Pod("a", 0, 10, "two"), Pod("b", 0, 10, "one"), Pod("c", 5, 15, "one"), Plane(0, 60));
        Assert.Equal([(CostRows.ControlPlane, null, 120.0), ("one", "one", 20.0), ("two", "two", 10.0)], rows.Select(row => (row.Scope, row.Namespace, row.VcpuSeconds)));
    }

    [Fact]
    public void What_nobody_saw_and_what_has_no_price_is_said()
    {
        var row = Assert.Single(Rows(FrankenetesCostScope.Cluster, Noon, Noon.AddHours(1), Pod("a", 0, 10) with { IsEndGuessed = true }, Pod("b", 0, 10) with { Size = null }));
        Assert.Null(row.Cost);
        Assert.Contains("Of 1 group nobody saw the end", row.Note, StringComparison.Ordinal);
        Assert.Contains("price of a part of it is not known", row.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_slept_all_the_time_cost_nothing_but_storage()
    {
        var row = Assert.Single(Rows(FrankenetesCostScope.Cluster, Noon, Noon.AddHours(1), Pod("a", -90, -10)));
        Assert.Equal((0.0, 0.0, 0, 0m), (row.VcpuSeconds, row.GBSeconds, row.Groups, row.Cost));
    }

    private static IReadOnlyList<FrankenetesCost> Rows(FrankenetesCostScope by, DateTimeOffset from, DateTimeOffset until, params GroupLife[] lives) =>
        [.. new CostRows("dev", Prices, until).Of(lives, by, from, until, null)];

    private static GroupLife Pod(string name, int begin, int? end, string pods = "default", string? uid = null) => new()
    {
        ResourceGroup = "dev-pods", Group = $"{pods}-{name}", Role = "pod", PodNamespace = pods, PodName = name, PodUid = uid ?? name, Size = new GroupSize(0.5, 1, 0, null, "Linux", false, "Standard"),
        Begin = Noon.AddSeconds(begin), End = end is { } second ? Noon.AddSeconds(second) : null,
    };

    private static GroupLife Plane(int begin, int end) => new()
    {
        ResourceGroup = "dev", Group = "control-plane", Role = "control-plane", Size = CompactPlan.Size, Begin = Noon.AddSeconds(begin), End = Noon.AddSeconds(end),
    };

    private static PriceItem Item(string sku, string meter, decimal hourly) =>
        new() { ServiceName = "Container Instances", SkuName = sku, MeterName = meter, UnitOfMeasure = meter.Contains("Memory", StringComparison.Ordinal) ? "1 GB Hour" : "1 Hour", RetailPrice = hourly, CurrencyCode = "USD", Type = "Consumption" };
}
