using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>
/// Ends all pods for a suspend, each with its own grace, and takes their instances away: a container that has ended would be started again by its backend. No object changes: in the cluster
/// the pods go on, and a resume brings them back.
/// </summary>
internal sealed class PodFarewell(PodStore store, IPodProvider provider, PodTerminations terminations, ILogger logger)
{
    // What a provider may need beyond a grace: the way into the containers, and a hook that is cut off.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    /// <summary>Begins it. Null while the pods of the node are not known.</summary>
    public Farewell? Begin()
    {
        if (!store.Synced.IsCompleted) return null;
        var pods = store.All.Where(pod => !PodPhases.IsTerminal(pod)).Select(pod => (Pod: pod, Grace: terminations.GraceOf(pod))).ToList();
        return new Farewell(Task.WhenAll(pods.Select(ending => EndAsync(ending.Pod, ending.Grace))), pods.Select(ending => ending.Grace).DefaultIfEmpty().Max() + Slack);
    }

    private async Task EndAsync(V1Pod pod, TimeSpan grace)
    {
        await terminations.EndAsync(pod, grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await provider.DeleteAsync(PodKey.Of(pod), pod.Metadata.Uid, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ProviderException failed)
        {
            // Who suspends deletes whatever is left.
            logger.LogInformation("{Pod}: {Reason}", PodKey.Of(pod), failed.Message);
        }
        // Brought back, it may be told to end once more.
        terminations.Forget(pod.Metadata.Uid);
    }
}
