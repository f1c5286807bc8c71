using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Environments;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;

namespace Frankenetes.Clusters.Tests;

/// <summary>A cluster on paper.</summary>
internal static class TestCluster
{
    public static ClusterKeys Keys { get; } = KeyMaker.Create(TimeProvider.System);

    public static ClusterNames Names { get; } = new("dev", Guid.Parse("01234567-89ab-4cde-8f01-23456789abcd"));

    public static AzureEnvironment Environment { get; } = AzureEnvironment.Azure(null, null);

    public static ClusterRecord Record(int epoch) => new()
    {
        Name = Names.Cluster,
        Id = Names.Id,
        Location = "eastus",
        KubernetesVersion = KubernetesVersion.NewestTested.ToString(),
        EtcdImage = Environment.EtcdImage,
        Fqdn = Names.Fqdn("eastus", Environment.DnsSuffix),
        Epoch = epoch,
    };

    public static ControlPlaneInput Input(int epoch = 1, KubernetesVersion? version = null) => new()
    {
        Names = Names,
        Location = "eastus",
        Version = version ?? KubernetesVersion.NewestTested,
        EtcdImage = Environment.EtcdImage,
        Fqdn = Names.Fqdn("eastus", Environment.DnsSuffix),
        Epoch = epoch,
        Keys = Keys,
        Leaves = new Leaves(Keys, TimeProvider.System),
        Environment = Environment,
        SubscriptionId = "6a7c1c5e-0000-4000-8000-000000000001",
        NodeCredential = new NodeCredential("tenant", "client", "node-secret"),
        AgentAccountKey = "YWdlbnQtYWNjb3VudC1rZXk=",
        DataAccountKey = "ZGF0YS1hY2NvdW50LWtleQ==",
        EtcdContainer = new Uri("https://fk.blob.core.windows.net/etcd?sig=etcd"),
        ControlContainer = new Uri("https://fk.blob.core.windows.net/control?sig=control"),
        LedgerContainer = new Uri("https://fk.blob.core.windows.net/ledger?sig=ledger"),
    };
}
