using System.Collections.Concurrent;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.KubeletApi.Stats;

/// <summary>Asks the provider for the figures of all pods that run. A pod whose figures cannot be had in time is shown without.</summary>
internal sealed class UsageCollector(PodStore store, IPodProvider provider, TimeProvider time, ILogger logger)
{
    private const int AtATime = 8;

    // Scrapers give up after about ten seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task<IReadOnlyList<PodFigures>> CollectAsync(CancellationToken cancellationToken)
    {
        var pods = store.All.Where(pod => pod.Status?.Phase == "Running").OrderBy(pod => pod.Metadata.NamespaceProperty, StringComparer.Ordinal).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal).ToList();
        var usages = new ConcurrentDictionary<PodKey, PodUsage?>();
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await Parallel.ForEachAsync(pods.Select(PodKey.Of), new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = either.Token },
                async (pod, token) => usages[pod] = await AskAsync(pod, token).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("the figures of {Missing} pods did not come in time", pods.Count - usages.Count);
        }
        return [.. pods.Select(pod => new PodFigures(pod, usages.GetValueOrDefault(PodKey.Of(pod))))];
    }

    private async Task<PodUsage?> AskAsync(PodKey pod, CancellationToken cancellationToken)
    {
        try
        {
            return await provider.GetUsageAsync(pod, cancellationToken).ConfigureAwait(false);
        }
        catch (ProviderException unknown)
        {
            logger.LogDebug("no figures of {Pod}: {Message}", pod, unknown.Message);
            return null;
        }
    }
}
