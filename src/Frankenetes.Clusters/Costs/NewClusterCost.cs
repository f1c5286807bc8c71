using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs;

/// <summary>What a cluster that is wanted will cost while it runs.</summary>
internal static class NewClusterCost
{
    private const string WithoutConnection = "eastus";

    /// <summary>One sentence: an hour's list price of the cluster's own groups. Asks for prices, and for nothing else.</summary>
    /// <param name="request">The cluster.</param>
    /// <param name="environment">Where it is to be; null where no connection was made yet.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public static async Task<string> DescribeAsync(NewClusterRequest request, AzureEnvironment? environment, TimeProvider time, CancellationToken cancellationToken)
    {
        var region = request.Location ?? environment?.DefaultLocation ?? WithoutConnection;
        var prices = await new PriceFinder(environment?.PricesEndpoint, time).FindAsync(region, cancellationToken).ConfigureAwait(false);
        var sizes = ControlPlaneShape.Sizes(request.Topology ?? ClusterTopology.Compact).Concat((request.Nodes ?? []).Select(_ => NodePlan.Size)).Select(BilledSize.Of).ToList();
        if (sizes.Any(size => size.Prices(prices) is null))
            return $"What it costs is not known: there is no price for {region}.";
        var vcpu = sizes[0].Prices(prices)![0].Price;
        return FormattableString.Invariant(
            $"While it runs its own groups cost {sizes.Sum(size => size.PerHour(prices)):0.####} {vcpu.Currency} an hour by list prices ({vcpu.Source}, {(vcpu.Date is { } date ? $"{date:yyyy-MM-dd}" : "undated")}), and each pod its own group besides; suspended it costs its storage alone.")
            + string.Concat(new[] { prices.Failure, prices.Note }.OfType<string>().Select(note => $" {note}"));
    }
}
