using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Gathers what a cluster's groups are made from.</summary>
internal static class PlanInputs
{
    /// <param name="cluster">The cluster.</param>
    /// <param name="record">Its record.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="agent">The agent in its share.</param>
    public static ControlPlaneInput Of(ClusterHandle cluster, ClusterRecord record, ClusterKeys keys, AgentInShare agent) => new()
    {
        Names = cluster.Names,
        Location = record.Location,
        Version = KubernetesVersion.TryParse(record.KubernetesVersion, out var version)
            ? version
            : throw new FrankenetesException(ErrorCatalog.ClusterRecordDamaged, $"The record names no Kubernetes version but '{record.KubernetesVersion}'.", record.Name),
        EtcdImage = record.EtcdImage,
        Fqdn = record.Fqdn,
        Topology = record.Topology,
        Epoch = record.Epoch,
        Restore = record.Restore,
        CloneOf = record.CloneOf,
        Keys = keys,
        Leaves = new Leaves(keys, cluster.Options.Time),
        Environment = cluster.Connection.Environment,
        SubscriptionId = cluster.Connection.SubscriptionId,
        NodeCredential = cluster.Connection.NodeCredential,
        AgentAccountKey = agent.AccountKey,
        DataAccountKey = agent.DataAccountKey,
        PodDefaults = record.PodDefaults,
        Taints = record.Taints,
        EtcdContainer = cluster.Account.SharedAddress(RecordAccount.EtcdContainer, AccessPolicies.Name(record.Epoch)),
        ControlContainer = cluster.Account.SharedAddress(RecordAccount.ControlContainer, AccessPolicies.Name(record.Epoch)),
        LedgerContainer = cluster.Account.SharedAddress(RecordAccount.LedgerContainer, AccessPolicies.Name(record.Epoch)),
    };
}
