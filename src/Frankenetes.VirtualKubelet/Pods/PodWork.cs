using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Events;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.Node;
using Frankenetes.VirtualKubelet.Pods.Files;
using Frankenetes.VirtualKubelet.Pods.Probing;
using Frankenetes.VirtualKubelet.Pods.Starting;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Registries;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Puts together what works on pods, for whichever provider.</summary>
internal sealed class PodWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ProbeWatches _watches;
    private readonly StartHooks _hooks;
    private readonly FileUpkeep _files;

    public PodWork(
        ApiServer server, PodStore store, IPodProvider provider, PodSupport support, WriteGate gate, Resumption resumption, BackendHealth health, string hostAddress, string nodeName, RateSection rates, ImageMirror? images, Action<PodKey> look,
        TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger("pods");
        var events = new PodEvents(new EventRecorder(server, "virtual-kubelet", nodeName, time, loggers.CreateLogger("events")), time);
        _watches = new ProbeWatches(support.Probes, events, look, time, logger);
        _hooks = new StartHooks(support.Hooks, events, look, time, logger);
        var (memories, pace) = (new PodMemories(), new LookPace(rates, provider.TellsEveryChange));
        var terminations = new PodTerminations(provider, pace, look, time, logger);
        terminations.EndWith(_ending.Token);
        var tokens = new PodTokens(server, time);
        var reader = new PodInputReader(server, ImageConfigurations.OverTheNetwork(images, time), new NamespaceServices(server, time), tokens);
        _files = new FileUpkeep(support.Files, store, reader, tokens, server, events, time, loggers.CreateLogger("files"));
        var beside = new PodBeside(_watches, _hooks, _files);
        var (composer, writer) = (new PodStatusComposer(hostAddress, provider.Scheme, beside.ResultsOf, time), new PodStatusWriter(server, store));
        var ending = new PodEnding(server, provider, composer, writer, events, terminations, beside, store.Followers, resumption, pace, memories, time, logger);
        var creator = new PodCreator(reader, provider, composer, writer, events, _files, logger);
        var upkeep = new PodUpkeep(store, provider, creator, composer, writer, events, terminations, ending, beside, resumption, pace, memories, time);
        Reconciler = new PodReconciler(store, provider, upkeep, ending, gate, resumption, pace, memories, health, time, logger);
        Farewell = new PodFarewell(store, provider, terminations, logger);
        provider.Subscribe(look);
    }

    /// <summary>Looks at one pod.</summary>
    public PodReconciler Reconciler { get; }

    /// <summary>Keeps pods' files fresh until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _files.RunAsync(cancellationToken);

    /// <summary>Ends all pods for a suspend.</summary>
    public PodFarewell Farewell { get; }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _hooks.DisposeAsync().ConfigureAwait(false);
        _files.Dispose();
        await _watches.DisposeAsync().ConfigureAwait(false);
        _ending.Dispose();
    }
}
