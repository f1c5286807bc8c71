namespace Frankenetes.Clusters.Certificates;

/// <summary>Every leaf certificate of a cluster, by kubeadm's names and subjects where kubeadm has one.</summary>
internal sealed class Leaves(ClusterKeys keys, TimeProvider time)
{
    /// <summary>The user name that kubelets accept (<c>allowedClients</c> in kubelet.json).</summary>
    public const string KubeletClientName = "kube-apiserver-kubelet-client";

    /// <summary>The user name that aggregated API servers accept from the front proxy.</summary>
    public const string FrontProxyClientName = "front-proxy-client";

    /// <summary>The first address of the service range, by which pods of other clusters' habits call the API server.</summary>
    public const string FirstServiceAddress = "10.96.0.1";

    private const string ApiServerName = "kube-apiserver";
    private const string EtcdClientName = "kube-apiserver-etcd-client";
    private const string EtcdName = "etcd";
    private const string KeeperName = "frankenetes-etcd-keeper";
    private const string ControllerManagerName = "system:kube-controller-manager";
    private const string SchedulerName = "system:kube-scheduler";

    /// <summary>The names of those that a control plane and its nodes are given at their start.</summary>
    public static IReadOnlyList<string> OfControlPlane(IEnumerable<string> nodeNames) =>
    [
        ApiServerName, KubeletClientName, EtcdClientName, FrontProxyClientName, EtcdName, KeeperName, ControllerManagerName, SchedulerName, .. nodeNames.Select(NodeUser),
    ];

    private static readonly string[] Localhost = ["localhost", "127.0.0.1", "::1"];

    private static readonly string[] ApiServerNames =
    [
        "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
        FirstServiceAddress, "127.0.0.1", "localhost",
    ];

    /// <summary>The API server's serving certificate.</summary>
    /// <param name="publicNames">The FQDN, and the address where it is known.</param>
    public PemPair ApiServer(params string[] publicNames) =>
        ByCluster(new LeafRequest(ApiServerName, CertificateUse.Server, null, [.. publicNames, .. ApiServerNames]));

    /// <summary>The API server towards kubelets. No group: it is a client of kubelets, not of the API server.</summary>
    public PemPair ApiServerKubeletClient() => ByCluster(new LeafRequest(KubeletClientName, CertificateUse.Client));

    public PemPair ApiServerEtcdClient() => ByEtcd(new LeafRequest(EtcdClientName, CertificateUse.Client));

    public PemPair FrontProxyClient() =>
        Authority(keys.FrontProxy).Issue(new LeafRequest(FrontProxyClientName, CertificateUse.Client));

    /// <summary>etcd's own; it calls itself with it too (its gRPC gateway), hence both uses.</summary>
    /// <param name="hosts">By which it is called besides localhost's.</param>
    public PemPair EtcdServer(params string[] hosts) =>
        ByEtcd(new LeafRequest(EtcdName, CertificateUse.Server | CertificateUse.Client, null, [.. Localhost.Union(hosts)]));

    public PemPair EtcdKeeperClient() => ByEtcd(new LeafRequest(KeeperName, CertificateUse.Client));

    public PemPair ControllerManager() => ByCluster(new LeafRequest(ControllerManagerName, CertificateUse.Client));

    public PemPair Scheduler() => ByCluster(new LeafRequest(SchedulerName, CertificateUse.Client));

    public PemPair Node(string nodeName) =>
        ByCluster(new LeafRequest(NodeUser(nodeName), CertificateUse.Client, "system:nodes"));

    /// <summary>The user's own: the only one of the group that RBAC lets do everything.</summary>
    public PemPair Administrator() => ByCluster(new LeafRequest("kubernetes-admin", CertificateUse.Client, "system:masters"));

    /// <summary>Anybody else: what the name and the groups may do, roles say.</summary>
    public PemPair User(string name, IReadOnlyList<string> groups) => ByCluster(new LeafRequest(name, CertificateUse.Client) { Organizations = groups });

    private static string NodeUser(string nodeName) => $"system:node:{nodeName}";

    private PemPair ByCluster(LeafRequest leaf) => Authority(keys.Cluster).Issue(leaf);

    private PemPair ByEtcd(LeafRequest leaf) => Authority(keys.Etcd).Issue(leaf);

    private CertificateAuthority Authority(PemPair pair) => new(pair, time);
}
