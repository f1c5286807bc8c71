using Azure;
using Frankenetes.Clusters.Costs.Prices;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Costs;

/// <summary>Measure-FrankenetesCost: what clusters used and what that costs by list prices; changes nothing.</summary>
internal sealed class CostReader(AzureConnection connection, ClusterOptions options)
{
    private readonly PriceFinder _prices = new(connection.Environment.PricesEndpoint, options.Time);

    /// <summary>The rows of one cluster: compute first, then storage.</summary>
    /// <param name="name">Which cluster.</param>
    /// <param name="request">What is to be measured.</param>
    /// <param name="warn">Told what makes the rows less than they should be.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FrankenetesException">ClusterNotFound, ClusterRecordDamaged.</exception>
    public async Task<IReadOnlyList<FrankenetesCost>> MeasureAsync(string name, CostRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        var cluster = await new ClusterFinder(connection, options).OpenAsync(name, cancellationToken).ConfigureAwait(false);
        var record = (await cluster.Store.ReadAsync(cancellationToken).ConfigureAwait(false))?.Record
            ?? throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, $"Cluster '{name}' has no record.", name);
        var finding = _prices.FindAsync(record.Location, cancellationToken);
        var now = options.Time.GetUtcNow();
        var (from, until) = (request.Since ?? record.CreatedAt, request.Until is { } end && end < now ? end : now);
        var found = await new ClusterLives(cluster).ReadAsync(now, cancellationToken).ConfigureAwait(false);
        var prices = await finding.ConfigureAwait(false);
        var gap = GapOf(found is not null, found?.Since, from, record.CreatedAt);
        foreach (var lack in new[] { prices.Failure, gap }.OfType<string>())
            warn($"Cluster '{record.Name}': {lack}");
        var note = CostRows.Sentences(gap, connection.Environment.IsLocal ? "The local Azure bills nothing: this is what Azure would." : null);
        var rows = new CostRows(record.Name, prices, now).Of(found?.Lives ?? [], request.By, from, until, note).ToList();
        rows.AddRange(await new StorageCosts(cluster, record.Name, prices).MeasureAsync(from > record.CreatedAt ? from : record.CreatedAt, until, cancellationToken).ConfigureAwait(false));
        return rows;
    }

    /// <summary>What a cluster has cost in all, in one sentence; null where it cannot be told, as when an earlier removal got as far as the ledger.</summary>
    public async Task<string?> SumAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await MeasureAsync(name, new CostRequest(null, null, FrankenetesCostScope.Cluster), _ => { }, cancellationToken).ConfigureAwait(false);
            var priced = rows.Where(row => row.Cost is not null).ToList();
            return priced.Count == 0 ? null : FormattableString.Invariant($"It cost {priced.Sum(row => row.Cost):0.####} {priced.Select(row => row.Currency).FirstOrDefault(currency => currency is not null)} by list prices ({priced[0].PriceSource}).");
        }
        catch (Exception unknown) when (unknown is FrankenetesException or RequestFailedException)
        {
            return null;
        }
    }

    // Said, not guessed.
    private static string? GapOf(bool hasLedger, DateTimeOffset? since, DateTimeOffset from, DateTimeOffset createdAt) =>
        !hasLedger ? "It is older than the ledger of what runs, which begins with its next resume: what ran before is not known."
        : since is { } begin && begin > createdAt + Early && from < begin ? $"Its ledger begins {begin:u}: what ran before is not known."
        : null;

    // A new cluster's record is written a moment before its first group.
    private static TimeSpan Early => TimeSpan.FromMinutes(30);
}
