using Azure.Core.Pipeline;
using Frankenetes.ContainerInstances;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.KubernetesApi.Queueing;
using Frankenetes.KubernetesApi.Watching;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Control;
using Frankenetes.VirtualKubelet.KubeletApi;
using Frankenetes.VirtualKubelet.KubeletApi.Access;
using Frankenetes.VirtualKubelet.KubeletApi.Sessions;
using Frankenetes.VirtualKubelet.KubeletApi.Stats;
using Frankenetes.VirtualKubelet.Node;
using Frankenetes.VirtualKubelet.PodAgents;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Providers.Aci;
using Frankenetes.VirtualKubelet.Registries;
using Frankenetes.VirtualKubelet.SignIn;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet;

/// <summary>Puts the parts together and runs them side by side; the first that fails ends all.</summary>
internal sealed class KubeletComposition : IAsyncDisposable
{
    // Work is waiting for answers: many at once, on few threads.
    private const int Workers = 32;

    private readonly KubeletConfiguration _configuration;
    private readonly HttpClient _azure;
    private readonly ApiServer _server;
    private readonly ArmAllowance _allowance;
    private readonly ControlLoop? _control;
    private readonly WriteGate _writes = new();
    private readonly IPodProvider _provider;
    private readonly NodeKeeper _node;
    private readonly KubeletGate _gate;
    private readonly KubeletServer _kubeletServer;
    private readonly Reflector<V1PodList, V1Pod> _watch;
    private readonly WorkQueue<PodKey> _queue;
    private readonly PodWork _work;
    private readonly PodReconciler _reconciler;
    private readonly LeftoverSweep _sweep;
    private readonly RegionWatch _region;
    private AgentConnections? _agents;

    public KubeletComposition(KubeletConfiguration configuration, ILoggerFactory loggers, Func<string, string?> environment, TimeProvider time, IPodProvider? provider = null)
    {
        var address = InterfaceAddress.Find();
        var (host, rates) = (address.ToString(), configuration.Azure.Rates);
        _configuration = configuration;
        _azure = new HttpClient(AzureTrust.CreateHandler(configuration.Azure.CertificateAuthority));
        _server = new ApiServer(Server(configuration));
        _allowance = new ArmAllowance(rates, time);
        _queue = new WorkQueue<PodKey>(time, loggers.CreateLogger("pods"), TimeSpan.FromMinutes(1));

        var store = new PodStore(_queue.Add);
        var resumption = new Resumption(store.ActiveUids, store.LookAtAll);
        var arm = ResourceManager(configuration, environment, time);
        _region = new RegionWatch(arm.Locations, configuration.Azure.Location, time, loggers.CreateLogger("region"));
        var settings = Translation(configuration, host) with { Region = () => _region.Capabilities };
        _provider = provider ?? ProviderSelection.Choose(configuration, settings, () => Aci(arm, settings, store, loggers.CreateLogger("ledger"), time), time);
        var health = new BackendHealth(time);
        var support = PodSupport.Of(_provider);
        var work = new PodWork(_server, store, _provider, support, _writes, resumption, health, host, configuration.NodeName, rates, Mirror(configuration, environment, time), _queue.Add, time, loggers);
        (_work, _reconciler) = (work, work.Reconciler);
        _sweep = new LeftoverSweep(store, _provider, _writes, _queue.Add, time, loggers.CreateLogger("pods"));
        _watch = new Reflector<V1PodList, V1Pod>(_server, $"api/v1/pods?fieldSelector=spec.nodeName%3D{configuration.NodeName}", store, time, loggers.CreateLogger("watch"));
        _node = new NodeKeeper(
            _server, new NodeComposer(configuration, address, Guid.NewGuid().ToString(), _provider.Scheme, _provider.Backend), new NodeLease(_server, configuration.NodeName, time), _provider, health, configuration.NodeName,
            configuration.Kubernetes.Version, _writes, time, loggers.CreateLogger("node"));
        var logs = new ContainerLogStream(store, _provider, support.FormerRuns, time);
        var kubelet = loggers.CreateLogger("kubelet");
        var stats = new StatsEndpoint(configuration.NodeName, store, _provider, time, kubelet);
        _gate = new KubeletGate(configuration.Kubelet, configuration.NodeName, _server, time, kubelet);
        var endpoints = support.Sessions is { } sessions ? new SessionEndpoints(store, sessions, time, kubelet) : null;
        _kubeletServer = new KubeletServer(configuration, address, new KubeletRoutes(_gate, store, logs, stats, endpoints, kubelet), time, loggers);
        if (configuration.Storage is not { } storage) return;
        _control = new ControlLoop(
            new ControlContainer(_azure, storage.ControlContainer), _writes, resumption, work.Farewell.Begin, configuration.AuditLog is { } audit ? new AuditLog(audit) : null, $"virtual-kubelet-{configuration.NodeName}", configuration.Epoch,
            configuration.ControlInterval, time, loggers.CreateLogger("control"));
    }

    /// <summary>Runs until cancelled; throws what the first failing part threw.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts =
        [
            FollowAsync(ending.Token),
            _node.RunAsync(ending.Token),
            _kubeletServer.RunAsync(ending.Token),
            _watch.RunAsync(ending.Token),
            _queue.RunAsync(Workers, _reconciler.ReconcileAsync, ending.Token),
            _sweep.RunAsync(ending.Token),
            _work.RunAsync(ending.Token),
            _provider is AciProvider ? _region.RunAsync(ending.Token) : Task.Delay(Timeout.InfiniteTimeSpan, ending.Token),
            _provider is AciProvider aci ? aci.Arrivals.RunAsync(ending.Token) : Task.Delay(Timeout.InfiniteTimeSpan, ending.Token),
        ];
        var first = await Task.WhenAny(parts).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await first.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _work.DisposeAsync().ConfigureAwait(false);
        (_provider as IDisposable)?.Dispose();
        if (_agents is not null) await _agents.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        _server.Dispose();
        _azure.Dispose();
        _allowance.Dispose();
    }

    // Without a control channel nobody asks for stillness.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (_control is null)
        {
            _writes.Open();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
        await _control!.RunAsync(_configuration.Resuming, cancellationToken).ConfigureAwait(false);
    }

    private AciProvider Aci(ResourceManagerClient arm, TranslationSettings settings, PodStore store, ILogger ledger, TimeProvider time)
    {
        var groups = new PodGroups(KubeletLedger.Keep(arm.ContainerGroups, _configuration, _azure, ledger, time), _configuration);
        var terminals = new ContainerTerminals(groups, _azure);
        var agents = _agents = new AgentConnections(terminals.StartAgentAsync, time);
        var endings = new AgentEndings(agents, time);
        var translator = new PodTranslator(settings);
        var support = new PodSupport { Sessions = new ContainerSessions(store, agents, terminals) };
        if (settings.HasPodAgent)
        {
            support = support with
            {
                Probes = new AgentProbes(agents, endings, time),
                Hooks = new AgentStartHooks(agents, endings),
                Files = new AgentFiles(agents, translator),
                FormerRuns = new AgentFormerRuns(agents),
            };
        }
        return new AciProvider(groups, translator, new AciCapacity(arm.Locations, groups, _configuration.Azure.Location), _allowance, support, time) { Endings = settings.HasPodAgent ? endings : null };
    }

    internal static TranslationSettings Translation(KubeletConfiguration configuration, string hostAddress) => new()
    {
        Cluster = configuration.Cluster,
        ClusterId = configuration.ClusterId,
        NodeName = configuration.NodeName,
        OperatingSystem = configuration.OperatingSystem,
        Location = configuration.Azure.Location,
        ApiServerHost = configuration.InCluster.Host,
        ApiServerPort = configuration.InCluster.Port,
        HostAddress = hostAddress,
        DefaultCpu = configuration.Pods.DefaultCpu,
        DefaultMemory = configuration.Pods.DefaultMemory,
        TagKeys = configuration.Pods.TagKeys,
        PodAgent = configuration.PodAgent?.Read(),
        Isolation = configuration.CloneOf is { } clone ? new CloneIsolation(clone.DnsNameLabelSuffix, clone.FormerDataAccounts) : null,
    };

    private static ApiServerOptions Server(KubeletConfiguration configuration) => new()
    {
        Server = configuration.Kubernetes.Server,
        CertificateAuthority = configuration.Kubernetes.CertificateAuthority,
        ClientCertificate = configuration.Kubernetes.ClientCertificate,
        ClientKey = configuration.Kubernetes.ClientKey,
        UserAgent = "frankenetes-virtual-kubelet",
    };

    private ImageMirror? Mirror(KubeletConfiguration configuration, Func<string, string?> environment, TimeProvider time) => configuration.Azure.ImageMirror is { } root
        ? new ImageMirror(_azure, root, AzureCredential.Create(configuration.Azure.Credential, _azure, environment, time), configuration.Azure.Audience) : null;

    private ResourceManagerClient ResourceManager(KubeletConfiguration configuration, Func<string, string?> environment, TimeProvider time)
    {
        var options = new ResourceManagerOptions
        {
            Endpoint = configuration.Azure.ResourceManagerEndpoint,
            Audience = configuration.Azure.Audience,
            SubscriptionId = configuration.Azure.SubscriptionId,
            TimeProvider = time,
            Transport = new HttpClientTransport(_azure),
        };
        // A failed look is repeated by the work queue, outside the gate: a freeze must not wait for retries.
        options.Retry.MaxRetries = 0;
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(30);
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.ApplicationId = "frankenetes";
        return new ResourceManagerClient(AzureCredential.Create(configuration.Azure.Credential, _azure, environment, time), options);
    }
}
