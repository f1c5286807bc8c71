using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Waits until a control plane that was asked for serves.</summary>
internal sealed class ControlPlaneWaiter(ClusterHandle cluster, ControlPlaneGroups groups)
{
    private const string LeaderLease = $"/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/{ControllerManager.Name}";

    private TimeProvider Time => cluster.Options.Time;

    /// <summary>Waits until the API server has its address.</summary>
    public async Task<string> AddressAsync(CancellationToken cancellationToken)
    {
        string? address = null;
        await UntilAsync(
            async stop => (address = await groups.AddressAsync(stop).ConfigureAwait(false)) is { Length: > 0 },
            ErrorCatalog.ControlPlaneTimeout,
            () => "The control plane's container group was given no address",
            cancellationToken).ConfigureAwait(false);
        return address!;
    }

    /// <summary>Waits until the API server is ready.</summary>
    public async Task ReadyAsync(ClusterRecord record, ClusterKeys keys, CancellationToken cancellationToken)
    {
        using var client = Client(record, keys);
        await UntilAsync(stop => client.IsOkAsync("/readyz", stop), ErrorCatalog.ControlPlaneTimeout, () => $"The API server was not ready ({client.LastFailure})", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Waits until the node is Ready, the controllers work and pods can be made. A leader's lease is of this epoch: the keeper lets none of an
    /// earlier one through.
    /// </summary>
    public async Task NodeAsync(ClusterRecord record, ClusterKeys keys, CancellationToken cancellationToken)
    {
        using var client = Client(record, keys);
        await Task.WhenAll(
            UntilAsync(stop => NodeReader.IsReadyAsync(client, ClusterNames.Node, stop), ErrorCatalog.NodeNotReady, () => "The node was not Ready", cancellationToken),
            UntilAsync(new DefaultAccount(client, record.KubernetesVersion).EnsureAsync, ErrorCatalog.ControlPlaneTimeout, NoControllers, cancellationToken),
            UntilAsync(stop => client.IsOkAsync(LeaderLease, stop), ErrorCatalog.ControlPlaneTimeout, NoControllers, cancellationToken)).ConfigureAwait(false);

        static string NoControllers() => "The controller manager did not work";
    }

    /// <summary>Waits until the virtual kubelet has given every pod its group again. The node's own condition cannot tell: it came out of the snapshot.</summary>
    public Task PodsAsync(int epoch, CancellationToken cancellationToken) => UntilAsync(
        stop => cluster.Channel.IsRunningAsync(ClusterNames.Node, epoch, stop),
        ErrorCatalog.NodeNotReady,
        () => "The pods were not all back",
        cancellationToken);

    private ApiServerClient Client(ClusterRecord record, ClusterKeys keys) => new(record, keys, Time);

    private Task UntilAsync(Func<CancellationToken, Task<bool>> isSo, ErrorDescription late, Func<string> what, CancellationToken cancellationToken) =>
        Waiting.UntilAsync(cluster, isSo, groups.CheckAsync, (time, stop) => LateAsync(late, $"{what()} {time}", stop), cancellationToken);

    private async Task<FrankenetesException> LateAsync(ErrorDescription late, string what, CancellationToken cancellationToken) =>
        new(late, $"{what}. {await groups.DescribeAsync(cancellationToken).ConfigureAwait(false)}", cluster.Names.Cluster);
}
