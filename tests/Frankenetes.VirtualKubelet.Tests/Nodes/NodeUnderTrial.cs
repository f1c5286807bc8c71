using Frankenetes.KubernetesApi.Connection;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Providers;
using Frankenetes.VirtualKubelet.Tests.Harness;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Frankenetes.VirtualKubelet.Tests.Nodes;

/// <summary>The whole virtual kubelet in this process, on a real API server; it can be killed at any moment and started again.</summary>
internal sealed class NodeUnderTrial(ControlPlane plane, IPodProvider? provider, int? apiServerPort = null, ILoggerFactory? loggers = null) : IAsyncDisposable
{
    public const string Name = "test-node";

    private readonly int _port = FreePorts.Take();
    private CancellationTokenSource _life = new();
    private Task _run = Task.CompletedTask;

    /// <summary>Where its groups are made when no provider is given.</summary>
    public AzureSection? Azure { get; init; }

    public ApiServer Admin => plane.Admin;

    public void Start()
    {
        _life = new CancellationTokenSource();
        _run = RunAsync(_life.Token);
    }

    /// <summary>Ends it wherever it is. What it had set going goes on.</summary>
    public async Task KillAsync()
    {
        await _life.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _life.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var configuration = Configuration(plane, _port, apiServerPort);
        if (Azure is not null) configuration = configuration with { Azure = Azure };
        await using var composition = new KubeletComposition(configuration, loggers ?? NullLoggerFactory.Instance, _ => null, TimeProvider.System, provider);
        await composition.RunAsync(cancellationToken);
    }

    /// <summary>A node of the control plane's that nobody suspends.</summary>
    public static KubeletConfiguration Configuration(ControlPlane plane, int port, int? apiServerPort = null) => TestPods.Configuration with
    {
        NodeName = Name,
        Storage = null,
        Kubernetes = new()
        {
            Server = new($"https://127.0.0.1:{apiServerPort ?? plane.Port}"),
            CertificateAuthority = plane.Pki.Certificate("ca"),
            ClientCertificate = plane.Pki.Certificate("node"),
            ClientKey = plane.Pki.Key("node"),
        },
        Kubelet = new()
        {
            Port = port,
            ServingCaCertificate = plane.Pki.Certificate("ca"),
            ServingCaKey = plane.Pki.Key("ca"),
            ClientCertificateAuthority = plane.Pki.Certificate("ca"),
            AllowedClients = ["admin"],
        },
    };
}
