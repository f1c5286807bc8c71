using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Frankenetes.KubernetesApi.Connection;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>The node's lease in kube-node-lease: 40 s long, renewed every 10 s, as kubelets do.</summary>
internal sealed class NodeLease(ApiServer server, string nodeName, TimeProvider time)
{
    private const string Leases = "apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";
    private const int DurationSeconds = 40;

    /// <summary>How often to renew.</summary>
    public static TimeSpan RenewInterval { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Makes the lease where there is none; it belongs to the node and goes with it.</summary>
    public async Task AcquireAsync(V1Node node, CancellationToken cancellationToken)
    {
        if (await RenewAsync(cancellationToken).ConfigureAwait(false)) return;
        var lease = new JsonObject
        {
            ["apiVersion"] = "coordination.k8s.io/v1",
            ["kind"] = "Lease",
            ["metadata"] = new JsonObject
            {
                ["name"] = nodeName,
                ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = nodeName, ["uid"] = node.Metadata.Uid }),
            },
            ["spec"] = new JsonObject { ["holderIdentity"] = nodeName, ["leaseDurationSeconds"] = DurationSeconds, ["renewTime"] = Now() },
        };
        await server.CreateAsync<V1Lease>(Leases, lease, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>False when there is no lease.</summary>
    public async Task<bool> RenewAsync(CancellationToken cancellationToken)
    {
        try
        {
            var patch = new JsonObject { ["spec"] = new JsonObject { ["holderIdentity"] = nodeName, ["leaseDurationSeconds"] = DurationSeconds, ["renewTime"] = Now() } };
            await server.MergePatchAsync<V1Lease>($"{Leases}/{nodeName}", patch, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ApiServerException absent) when (absent.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private string Now() => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
