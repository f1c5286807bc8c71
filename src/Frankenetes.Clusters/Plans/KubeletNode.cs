using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Plans;

/// <summary>The node that a virtual kubelet is, and from where it and the API server reach each other.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="OperatingSystem"><c>Linux</c> or <c>Windows</c>.</param>
/// <param name="Taints">Taints that it registers with.</param>
/// <param name="Server">The API server.</param>
/// <param name="ExternalName">The DNS name by which the API server calls it; null: by the address of its interface.</param>
/// <param name="AuditLog">Where it sees the API server's audit log; null: nowhere.</param>
internal sealed record KubeletNode(string Name, string OperatingSystem, IReadOnlyList<string> Taints, Uri Server, string? ExternalName, string? AuditLog = null)
{
    /// <summary>The control plane's own.</summary>
    public static KubeletNode First(ControlPlaneInput input) =>
        new(ClusterNames.Node, "Linux", input.Taints ?? [], new Uri($"https://{input.Hosts.ApiServer}:{ApiServer.Port}"), input.Hosts.Kubelet, input.Topology == ClusterTopology.Compact ? ApiServer.AuditLog : null);

    /// <summary>A further one: public groups share no network, so each calls the other by name.</summary>
    public static KubeletNode Further(ControlPlaneInput input, NodeRecord node) => new(
        node.Name, node.OperatingSystem, node.Taints ?? [], new Uri($"https://{input.Fqdn}:{ApiServer.Port}"),
        input.Names.NodeFqdn(node.Name, input.Epoch, input.Location, input.Environment.DnsSuffix));
}
