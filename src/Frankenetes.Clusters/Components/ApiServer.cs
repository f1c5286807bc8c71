using Frankenetes.Clusters.Certificates;

namespace Frankenetes.Clusters.Components;

/// <summary>kube-apiserver: the only component that users call.</summary>
internal static class ApiServer
{
    public const string Name = "kube-apiserver";
    public const int Port = 6443;
    public const string Folder = "/etc/kubernetes/pki";
    public const string ServiceAddresses = "10.96.0.0/16";
    /// <summary>A volume of its own, which the virtual kubelet reads too.</summary>
    public const string AuditFolder = "/var/log/kubernetes";
    public const string AuditLog = $"{AuditFolder}/audit.log";
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";

    public static IReadOnlyList<string> Command(KubernetesVersion version, string etcd) => CommandLine.Of(Name, version, Flags(etcd));

    /// <summary>The files of its secret volume.</summary>
    public static IReadOnlyDictionary<string, string> Files(ClusterKeys keys, Leaves leaves, params string[] publicNames)
    {
        var serving = leaves.ApiServer(publicNames);
        var kubelet = leaves.ApiServerKubeletClient();
        var etcd = leaves.ApiServerEtcdClient();
        var frontProxy = leaves.FrontProxyClient();
        return new Dictionary<string, string>
        {
            ["apiserver.crt"] = serving.Certificate,
            ["apiserver.key"] = serving.Key,
            // Two authorities vouch for clients; only the second one's key is ever in the group.
            ["client-ca.crt"] = keys.Cluster.Certificate + keys.RequestSigning.Certificate,
            ["kubelet-client.crt"] = kubelet.Certificate,
            ["kubelet-client.key"] = kubelet.Key,
            ["kubelet-ca.crt"] = keys.KubeletServing.Certificate,
            ["etcd-client.crt"] = etcd.Certificate,
            ["etcd-client.key"] = etcd.Key,
            ["etcd-ca.crt"] = keys.Etcd.Certificate,
            ["front-proxy-client.crt"] = frontProxy.Certificate,
            ["front-proxy-client.key"] = frontProxy.Key,
            ["front-proxy-ca.crt"] = keys.FrontProxy.Certificate,
            ["sa.key"] = keys.ServiceAccountKey,
            ["sa.pub"] = keys.ServiceAccountPublicKey,
            ["audit.yaml"] = AuditPolicy,
            ["encryption.yaml"] = EncryptionConfiguration(keys),
        };
    }

    private static Dictionary<string, string> Flags(string etcd) => new()
    {
        ["secure-port"] = "6443",
        ["tls-cert-file"] = $"{Folder}/apiserver.crt",
        ["tls-private-key-file"] = $"{Folder}/apiserver.key",
        ["tls-min-version"] = "VersionTLS12",
        ["tls-cipher-suites"] = TlsCiphers.Strong,
        ["client-ca-file"] = $"{Folder}/client-ca.crt",
        ["anonymous-auth"] = "false",
        ["authorization-mode"] = "Node,RBAC",
        ["enable-admission-plugins"] = "NodeRestriction",
        ["enable-bootstrap-token-auth"] = "true",
        ["etcd-servers"] = $"https://{etcd}:{Etcd.Port}",
        ["etcd-cafile"] = $"{Folder}/etcd-ca.crt",
        ["etcd-certfile"] = $"{Folder}/etcd-client.crt",
        ["etcd-keyfile"] = $"{Folder}/etcd-client.key",
        ["encryption-provider-config"] = $"{Folder}/encryption.yaml",
        ["kubelet-certificate-authority"] = $"{Folder}/kubelet-ca.crt",
        ["kubelet-client-certificate"] = $"{Folder}/kubelet-client.crt",
        ["kubelet-client-key"] = $"{Folder}/kubelet-client.key",
        ["kubelet-preferred-address-types"] = "ExternalDNS,InternalIP",
        ["proxy-client-cert-file"] = $"{Folder}/front-proxy-client.crt",
        ["proxy-client-key-file"] = $"{Folder}/front-proxy-client.key",
        ["requestheader-client-ca-file"] = $"{Folder}/front-proxy-ca.crt",
        ["requestheader-allowed-names"] = Leaves.FrontProxyClientName,
        ["requestheader-username-headers"] = "X-Remote-User",
        ["requestheader-group-headers"] = "X-Remote-Group",
        ["requestheader-extra-headers-prefix"] = "X-Remote-Extra-",
        ["enable-aggregator-routing"] = "true",
        ["service-account-issuer"] = Issuer,
        ["service-account-key-file"] = $"{Folder}/sa.pub",
        ["service-account-signing-key-file"] = $"{Folder}/sa.key",
        ["service-cluster-ip-range"] = ServiceAddresses,
        ["profiling"] = "false",
        ["audit-policy-file"] = $"{Folder}/audit.yaml",
        ["audit-log-path"] = AuditLog,
        ["audit-log-maxage"] = "30",
        ["audit-log-maxbackup"] = "10",
        ["audit-log-maxsize"] = "100",
    };

    // Who changes what, and who reads secrets; not what the control plane and its nodes do all the time.
    private const string AuditPolicy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [RequestReceived]
        rules:
        - level: None
          users: ["system:apiserver", "system:kube-controller-manager", "system:kube-scheduler"]
        - level: None
          userGroups: ["system:nodes", "system:serviceaccounts:kube-system"]
        - level: None
          resources: [{group: authentication.k8s.io}, {group: authorization.k8s.io}]
        - level: Metadata
          verbs: [create, update, patch, delete, deletecollection]
        - level: Metadata
          resources: [{group: "", resources: [secrets]}]
        - level: None

        """;

    // The first key writes, and the key's name stands before what it wrote. identity comes last: it reads what an older cluster may have stored in the clear, and writes nothing.
    private static string EncryptionConfiguration(ClusterKeys keys)
    {
        var all = (keys.FormerEncryptionKeys ?? []).Append(keys.EncryptionKey).Select((key, index) => $"      - name: key{index + 1}\n        secret: {key}\n");
        return $"""
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - secretbox:
                  keys:
            {string.Concat(all.Reverse()).TrimEnd()}
              - identity: {"{}"}

            """;
    }
}
