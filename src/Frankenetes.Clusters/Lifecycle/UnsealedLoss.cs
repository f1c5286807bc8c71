using System.Globalization;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>What a cluster loses that is suspended without a final snapshot, as exactly as can be told beforehand: what does not stand in storage by the keeper's last word.</summary>
internal sealed class UnsealedLoss(ClusterHandle cluster, ClusterRecord record)
{
    /// <summary>One or two sentences.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var word = await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false);
        return Describe(
            word?.Epoch == record.Epoch ? word.Protection : null,
            await RevisionAsync(cancellationToken).ConfigureAwait(false),
            cluster.Options.Time.GetUtcNow());
    }

    /// <param name="protection">What the keeper said last; null = nothing.</param>
    /// <param name="revision">The cluster's newest revision; null = nobody answers.</param>
    /// <param name="now">The present.</param>
    public static string Describe(AgentProtection? protection, long? revision, DateTimeOffset now)
    {
        if (protection?.Revision is not { } safe)
            return "Nobody knows how much of the cluster stands in storage: whatever came after its last snapshot may be lost.";
        var since = protection.UnprotectedSince ?? protection.At;
        var count = revision is { } newest ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, newest - safe)} revisions") : "an unknown number of revisions";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Everything up to revision {safe} stands in storage, as of {since:u}. What came after it is lost: {count} at most, of the last {Math.Max(0, (now - since).TotalSeconds):0} s, and what comes until the control plane is gone.");
    }

    // Any list tells the newest revision; the gate may be closed, or the API server gone.
    private async Task<long?> RevisionAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new ApiServerClient(record, await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false), cluster.Options.Time);
            using var list = await client.GetAsync("/api/v1/namespaces?limit=1", cancellationToken).ConfigureAwait(false);
            return long.TryParse(list.RootElement.Member("metadata").Text("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;
        }
        catch (FrankenetesException)
        {
            return null;
        }
    }
}
