using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Events;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Node;
using Frankenetes.VirtualKubelet.Pods.Probing;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Registries;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Puts together what works on pods, for whichever provider.</summary>
internal sealed class PodWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ProbeWatches _watches;

    public PodWork(
        ApiServer server, PodStore store, IPodProvider provider, IProbeWatch? probes, WriteGate gate, Resumption resumption, BackendHealth health, string hostAddress, string nodeName, RateSection rates, ImageMirror? images, Action<PodKey> look,
        TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("pods");
        var events = new PodEvents(new EventRecorder(server, "virtual-kubelet", nodeName, time, loggers.CreateLogger("events")), time);
        _watches = new ProbeWatches(probes, events, look, time, logger);
        var (memories, pace) = (new PodMemories(), new LookPace(rates, provider.TellsEveryChange));
        var (composer, writer) = (new PodStatusComposer(hostAddress, provider.Scheme, _watches.Of, time), new PodStatusWriter(server, store));
        var terminations = new PodTerminations(provider, look, time, logger);
        terminations.EndWith(_ending.Token);
        var ending = new PodEnding(server, provider, composer, writer, events, terminations, _watches, resumption, pace, memories, time, logger);
        var creator = new PodCreator(new PodInputReader(server, ImageConfigurations.OverTheNetwork(images, time), new NamespaceServices(server, time)), provider, composer, writer, events, logger);
        var upkeep = new PodUpkeep(store, provider, creator, composer, writer, events, terminations, ending, _watches, resumption, pace, memories, time);
        Reconciler = new PodReconciler(store, provider, upkeep, ending, gate, resumption, pace, memories, health, time, logger);
        provider.Subscribe(look);
    }

    /// <summary>Looks at one pod.</summary>
    public PodReconciler Reconciler { get; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _watches.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }
}
