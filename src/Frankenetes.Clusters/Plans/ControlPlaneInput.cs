using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Plans;

/// <summary>All that the control plane's container groups are made from. Nothing of the record account but shared addresses.</summary>
internal sealed record ControlPlaneInput
{
    public required ClusterNames Names { get; init; }

    public required string Location { get; init; }

    public required KubernetesVersion Version { get; init; }

    public required string EtcdImage { get; init; }

    public required string Fqdn { get; init; }

    /// <summary>How the components are spread over container groups.</summary>
    public ClusterTopology Topology { get; init; }

    /// <summary>The FQDN's first label: the cluster's own, or the one it took when that was somebody else's.</summary>
    public string DnsLabel => ComponentHosts.LabelOf(Fqdn);

    /// <summary>How the components call each other.</summary>
    public ComponentHosts Hosts => ComponentHosts.Of(Topology, Fqdn);

    public required int Epoch { get; init; }

    /// <summary>Whether etcd starts from the last epoch's snapshot rather than empty, and pods may be bound to nodes whose groups a suspend deleted.</summary>
    public bool Resuming => Epoch > 1;

    /// <summary>Whether etcd starts although the record lacks something.</summary>
    public bool AcceptLoss { get; init; }

    /// <summary>The checkpoint that etcd starts from; null: none, what <see cref="Resuming"/> says.</summary>
    public RestoreRecord? Restore { get; init; }

    /// <summary>Null: the cluster is no clone.</summary>
    public CloneRecord? CloneOf { get; init; }

    public required ClusterKeys Keys { get; init; }

    public required Leaves Leaves { get; init; }

    public required AzureEnvironment Environment { get; init; }

    public required string SubscriptionId { get; init; }

    public required NodeCredential NodeCredential { get; init; }

    /// <summary>The agent account's key; a secret.</summary>
    public required string AgentAccountKey { get; init; }

    /// <summary>The data account's key, which pods' groups carry; a secret.</summary>
    public required string DataAccountKey { get; init; }

    /// <summary>The container <c>etcd</c>'s shared address; a secret.</summary>
    public required Uri EtcdContainer { get; init; }

    /// <summary>The container <c>control</c>'s shared address; a secret.</summary>
    public required Uri ControlContainer { get; init; }

    /// <summary>The container <c>ledger</c>'s shared address, for appending alone; a secret.</summary>
    public required Uri LedgerContainer { get; init; }

    /// <summary>Null: containers that ask for nothing get their shares of the smallest container group.</summary>
    public PodDefaults? PodDefaults { get; init; }

    /// <summary>Taints that the node registers with; null: none.</summary>
    public IReadOnlyList<string>? Taints { get; init; }

    /// <summary>Says which plan it is, and no secret.</summary>
    public override string ToString() => $"{Names.Cluster}, epoch {Epoch}";
}
