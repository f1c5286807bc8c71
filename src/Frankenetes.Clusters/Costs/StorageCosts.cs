using Azure;
using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs;

/// <summary>What a cluster's record account holds, which is billed whether it runs or sleeps, and what is asked of it.</summary>
internal sealed class StorageCosts(ClusterHandle cluster, string name, PriceList prices)
{
    private const string Scope = "record account";
    private const string Product = "General Block Blob v2";
    private const double BytesPerGB = 1024.0 * 1024 * 1024;
    private static readonly TimeSpan Month = TimeSpan.FromDays(365.25 / 12);

    // What Azure Monitor keeps, with an hour to spare.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(93) - TimeSpan.FromHours(1);

    /// <summary>A row for what is stored, and one for transactions where Azure tells them.</summary>
    public async Task<IReadOnlyList<FrankenetesCost>> MeasureAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken) =>
        until <= from ? [] : [.. (await Task.WhenAll(StoredAsync(from, until, cancellationToken), TransactionsAsync(from, until, cancellationToken)).ConfigureAwait(false)).OfType<FrankenetesCost>()];

    // Azure keeps no history of sizes that could be asked for here, so today's counts for all of the time.
    private async Task<FrankenetesCost?> StoredAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var bytes = await Task.WhenAll(new[] { RecordAccount.ClusterContainer, RecordAccount.EtcdContainer, RecordAccount.ControlContainer, RecordAccount.LedgerContainer }
            .Select(container => SizeAsync(container, cancellationToken))).ConfigureAwait(false);
        var months = bytes.Sum() / BytesPerGB * ((until - from) / Month);
        return Row(FrankenetesCostKind.Storage, from, until, "GB month", "By the size of its blobs now.", (prices.FindStorage(Product, "Hot LRS Data Stored"), months));
    }

    private async Task<FrankenetesCost?> TransactionsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var since = cluster.Options.Time.GetUtcNow() - Kept is var oldest && from < oldest ? oldest : from;
        if (until <= since)
            return null;
        try
        {
            var counts = await cluster.Connection.StorageAccounts.CountTransactionsAsync(cluster.Names.ResourceGroup, cluster.Names.RecordAccount, since, until, cancellationToken).ConfigureAwait(false);
            var reads = counts.Where(api => IsRead(api.Key)).Sum(api => api.Value);
            return Row(
                FrankenetesCostKind.StorageTransactions, since, until, "transaction", "Azure counts by whole hours; all that reads no blob is priced as a write.",
                (prices.FindStorage(Product, "Hot Read Operations"), reads), (prices.FindStorage(Product, "Hot LRS Write Operations"), counts.Values.Sum() - reads));
        }
        catch (RequestFailedException)
        {
            // Not told, so not shown: Azure Monitor may be closed to whoever asks.
            return null;
        }
    }

    private static bool IsRead(string api) => api.StartsWith("GetBlob", StringComparison.OrdinalIgnoreCase);

    private FrankenetesCost Row(FrankenetesCostKind kind, DateTimeOffset from, DateTimeOffset until, string unit, string note, params (FrankenetesPrice? Price, double Quantity)[] parts) => new FrankenetesCost
    {
        ClusterName = name,
        Kind = kind,
        Scope = Scope,
        From = from,
        To = until,
        Quantity = parts.Sum(part => part.Quantity),
        Unit = unit,
        Cost = parts.Any(part => part.Price is null) ? null : parts.Sum(part => part.Price!.Price * (decimal)part.Quantity),
        Note = CostRows.Sentences(note, parts.Any(part => part.Price is null) ? "The price is not known." : null, prices.Failure, prices.Note),
    }.With([.. parts.Select(part => part.Price).OfType<FrankenetesPrice>()]);

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
