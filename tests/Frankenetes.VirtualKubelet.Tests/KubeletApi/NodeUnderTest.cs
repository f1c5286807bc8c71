using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Connection;
using Frankenetes.VirtualKubelet.KubeletApi;
using Frankenetes.VirtualKubelet.KubeletApi.Access;
using Frankenetes.VirtualKubelet.KubeletApi.Sessions;
using Frankenetes.VirtualKubelet.KubeletApi.Stats;
using Frankenetes.VirtualKubelet.Node;
using Frankenetes.VirtualKubelet.Pods;
using Frankenetes.VirtualKubelet.Tests.Harness;
using Frankenetes.VirtualKubelet.Tests.KubeletApi.Sessions;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.VirtualKubelet.Tests.KubeletApi;

/// <summary>A real API server, the kubelet's port behind it, and one pod whose commands are processes of this machine.</summary>
public sealed class NodeUnderTest : IAsyncLifetime, IDisposable
{
    private const string NodeName = "testnode";

    private readonly CancellationTokenSource _ending = new();
    private ApiServerProcess _server = null!;
    private ApiServer _admin = null!;
    private ApiServer _node = null!;
    private KubeletGate _gate = null!;
    private Task _serving = null!;

    internal ProcessSessions Sessions { get; } = new();

    internal PodsInMemory Pods { get; } = new();

    internal FormerRunsInMemory Former { get; } = new();

    internal ApiServerProcess Server => _server;

    internal ApiServer Admin => _admin;

    public Uri Kubelet { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await ApiServerProcess.StartAsync();
        _server.Pki.Issue("node", $"O=system:nodes, CN=system:node:{NodeName}");
        (_admin, _node) = (_server.Client("admin"), _server.Client("node"));
        var (address, port) = (InterfaceAddress.Find(), FreePorts.Take());
        Kubelet = new Uri($"https://{address}:{port}/");
        await RegisterAsync(address, port);
        var store = new PodStore(_ => { });
        store.Replace([await CreatePodAsync()]);
        var configuration = TestPods.Configuration with
        {
            NodeName = NodeName,
            Kubelet = new()
            {
                Port = port, ServingCaCertificate = _server.Pki.Certificate("ca"), ServingCaKey = _server.Pki.Key("ca"), ClientCertificateAuthority = _server.Pki.Certificate("ca"),
                AllowedClients = ["kube-apiserver-kubelet-client"],
            },
        };
        _gate = new KubeletGate(configuration.Kubelet, NodeName, _node, TimeProvider.System, NullLogger.Instance);
        var routes = new KubeletRoutes(
            _gate, store, new ContainerLogStream(store, Pods, Former, TimeProvider.System), new StatsEndpoint(NodeName, store, Pods, TimeProvider.System, NullLogger.Instance),
            new SessionEndpoints(store, Sessions, TimeProvider.System, NullLogger.Instance), NullLogger.Instance);
        _serving = new KubeletServer(configuration, address, routes, TimeProvider.System, NullLoggerFactory.Instance).RunAsync(_ending.Token);
    }

    public async Task DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _admin.Dispose();
        _node.Dispose();
        _ending.Dispose();
    }

    /// <summary>Runs kubectl with websockets (its default) or with SPDY.</summary>
    internal Task<Finished> KubectlAsync(bool webSockets, byte[]? input, params string[] arguments) => Finished.RunAsync(Kubectl(webSockets, arguments), input);

    internal ProcessStartInfo Kubectl(bool webSockets, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", ["--kubeconfig", _server.Kubeconfig, .. arguments]);
        start.Environment["KUBECTL_REMOTE_COMMAND_WEBSOCKETS"] = start.Environment["KUBECTL_PORT_FORWARD_WEBSOCKETS"] = webSockets ? "true" : "false";
        return start;
    }

    private async Task RegisterAsync(IPAddress address, int port)
    {
        await _admin.CreateAsync("api/v1/nodes", new V1Node { ApiVersion = "v1", Kind = "Node", Metadata = new() { Name = NodeName } }, CancellationToken.None);
        var status = new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = address.ToString() }),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = port } },
            },
        };
        await _admin.MergePatchAsync<V1Node>($"api/v1/nodes/{NodeName}/status", status, CancellationToken.None);
    }

    private async Task<V1Pod> CreatePodAsync()
    {
        var pod = new V1Pod
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Metadata = new() { Name = "web", NamespaceProperty = "default" },
            Spec = new() { NodeName = NodeName, Containers = [new() { Name = "main", Image = "web", Stdin = true }, new() { Name = "side", Image = "side" }] },
        };
        await _admin.CreateAsync("api/v1/namespaces/default/pods", pod, CancellationToken.None);
        var status = JsonNode.Parse("""
            {"status":{"phase":"Running","startTime":"2026-01-01T00:00:00Z","containerStatuses":[
              {"name":"main","image":"web","imageID":"","ready":true,"restartCount":1,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}},"lastState":{"terminated":{"exitCode":1}}},
              {"name":"side","image":"side","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ContainerCreating"}}}]}}
            """)!;
        return await _admin.MergePatchAsync<V1Pod>("api/v1/namespaces/default/pods/web/status", status, CancellationToken.None);
    }
}
