using Azure;
using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs;

/// <summary>What a cluster's record account holds, which is billed whether it runs or sleeps.</summary>
internal sealed class StorageCosts(ClusterHandle cluster, string name, PriceList prices)
{
    private const string Product = "General Block Blob v2";
    private const double BytesPerGB = 1024.0 * 1024 * 1024;
    private static readonly TimeSpan Month = TimeSpan.FromDays(365.25 / 12);

    /// <summary>A row of its own. Azure keeps no history of sizes that could be asked for here, so today's counts for all of the time.</summary>
    public async Task<IReadOnlyList<FrankenetesCost>> MeasureAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (until <= from)
            return [];
        var bytes = await Task.WhenAll(new[] { RecordAccount.ClusterContainer, RecordAccount.EtcdContainer, RecordAccount.ControlContainer, RecordAccount.LedgerContainer }
            .Select(container => SizeAsync(container, cancellationToken))).ConfigureAwait(false);
        var (months, price) = (bytes.Sum() / BytesPerGB * ((until - from) / Month), prices.FindStorage(Product, "Hot LRS Data Stored"));
        var row = new FrankenetesCost
        {
            ClusterName = name,
            Kind = FrankenetesCostKind.Storage,
            Scope = "record account",
            From = from,
            To = until,
            Quantity = months,
            Unit = "GB month",
            Cost = price?.Price * (decimal)months,
            Note = CostRows.Sentences("By the size of its blobs now.", price is null ? "The price is not known." : null, prices.Failure, prices.Note),
        };
        return [row.With(price is null ? [] : [price])];
    }

    private async Task<double> SizeAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = 0L;
            await foreach (var blob in cluster.Account.Container(container).GetBlobsAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
                bytes += blob.Properties.ContentLength ?? 0;
            return bytes;
        }
        catch (RequestFailedException absent) when (absent.Status == 404)
        {
            return 0;
        }
    }
}
