using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Providers;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Finds instances whose pod is gone or was replaced while nobody looked; the reconciler then removes them.</summary>
internal sealed class LeftoverSweep(PodStore store, IPodProvider provider, WriteGate gate, Action<PodKey> look, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Runs until cancelled; the first sweep comes with the first list of pods.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await store.Synced.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            try
            {
                using var passage = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                foreach (var (pod, uid) in await provider.ListAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (store.Find(pod)?.Metadata.Uid != uid) look(pod);
                }
            }
            catch (ProviderException failed)
            {
                logger.LogWarning("leftovers could not be listed: {Reason}", failed.Message);
            }
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
