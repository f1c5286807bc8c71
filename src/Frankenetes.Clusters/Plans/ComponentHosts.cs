using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Plans;

/// <summary>The hosts by which the components call each other.</summary>
/// <param name="ApiServer">Who calls it: the controller manager, the scheduler, the virtual kubelet.</param>
/// <param name="Etcd">Who calls it: the API server.</param>
/// <param name="Kubelet">Who calls it: the API server; null: by the address of its interface.</param>
internal sealed record ComponentHosts(string ApiServer, string Etcd, string? Kubelet)
{
    private const string EtcdLabel = "-etcd";
    private const string KubeletLabel = "-kubelet";

    /// <summary>One group, one loopback.</summary>
    public static ComponentHosts WithinOneGroup { get; } = new("127.0.0.1", "127.0.0.1", null);

    /// <summary>The hosts of a cluster.</summary>
    /// <param name="topology">How its components are spread over groups.</param>
    /// <param name="fqdn">The API server's public name, from which the others come.</param>
    public static ComponentHosts Of(ClusterTopology topology, string fqdn)
    {
        if (topology == ClusterTopology.Compact)
            return WithinOneGroup;
        var rest = fqdn.IndexOf('.', StringComparison.Ordinal);
        return new ComponentHosts(fqdn, fqdn.Insert(rest, EtcdLabel), fqdn.Insert(rest, KubeletLabel));
    }

    /// <summary>Where etcd listens for clients.</summary>
    public string EtcdListen => this == WithinOneGroup ? Etcd : "0.0.0.0";

    /// <summary>A host's DNS label.</summary>
    public static string LabelOf(string fqdn) => fqdn[..fqdn.IndexOf('.', StringComparison.Ordinal)];
}
