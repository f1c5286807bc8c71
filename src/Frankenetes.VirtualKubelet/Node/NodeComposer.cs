using System.Globalization;
using System.Net;
using Frankenetes.VirtualKubelet.Configuration;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>
/// Describes the node. Its labels are those that the admission plugin NodeRestriction lets a node set on itself: <c>kubernetes.io/role</c>, which the
/// virtual-kubelet project sets, is not among them.
/// </summary>
internal sealed class NodeComposer(KubeletConfiguration configuration, IPAddress address, string bootId)
{
    // What one container group may have in emptyDir volumes.
    private const int EphemeralGibibytesPerPod = 50;

    /// <param name="serverVersion">What the API server calls itself, for example <c>v1.20.2</c>: tools compare kubelets with it.</param>
    /// <param name="now">For conditions whose state is new.</param>
    /// <param name="before">The node as the API server has it; null where it has none.</param>
    public V1Node Compose(string serverVersion, DateTimeOffset now, V1Node? before) => new()
    {
        ApiVersion = "v1",
        Kind = "Node",
        Metadata = new V1ObjectMeta { Name = configuration.NodeName, Labels = Labels() },
        Status = new V1NodeStatus
        {
            Capacity = Capacity(),
            Allocatable = Capacity(),
            Addresses = [new V1NodeAddress { Type = "InternalIP", Address = address.ToString() }, new V1NodeAddress { Type = "Hostname", Address = configuration.NodeName }],
            DaemonEndpoints = new V1NodeDaemonEndpoints { KubeletEndpoint = new V1DaemonEndpoint { Port = configuration.Kubelet.Port } },
            NodeInfo = Info(serverVersion),
            Conditions = Conditions(now.UtcDateTime, before?.Status?.Conditions ?? []),
        },
    };

    private Dictionary<string, string> Labels() => new()
    {
        ["kubernetes.io/os"] = configuration.OperatingSystem.ToLowerInvariant(),
        ["kubernetes.io/arch"] = "amd64",
        ["kubernetes.io/hostname"] = configuration.NodeName,
        ["type"] = "virtual-kubelet",
        ["node.kubernetes.io/exclude-from-external-load-balancers"] = "true",
    };

    private Dictionary<string, ResourceQuantity> Capacity()
    {
        var pods = new ResourceQuantity(configuration.Capacity.Pods);
        return new()
        {
            ["cpu"] = new ResourceQuantity(configuration.Capacity.Cpu),
            ["memory"] = new ResourceQuantity(configuration.Capacity.Memory),
            ["pods"] = pods,
            ["ephemeral-storage"] = new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{pods.ToInt64() * EphemeralGibibytesPerPod}Gi")),
        };
    }

    private V1NodeSystemInfo Info(string serverVersion) => new()
    {
        Architecture = "amd64",
        OperatingSystem = configuration.OperatingSystem.ToLowerInvariant(),
        KubeletVersion = serverVersion,
        // Required by the API, and true: no kube-proxy runs here.
        KubeProxyVersion = serverVersion,
        ContainerRuntimeVersion = "aci://2023-05-01",
        KernelVersion = "",
        OsImage = "Azure Container Instances",
        MachineID = configuration.ClusterId,
        SystemUUID = configuration.ClusterId,
        BootID = bootId,
    };

    private static List<V1NodeCondition> Conditions(DateTime now, IList<V1NodeCondition> before)
    {
        return
        [
            Condition("Ready", "True", "KubeletReady", "container groups can be created"),
            Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "every pod has its own container group"),
            Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "every pod has its own container group"),
            Condition("PIDPressure", "False", "KubeletHasSufficientPID", "every pod has its own container group"),
            Condition("NetworkUnavailable", "False", "RouteCreated", "container groups bring their own network"),
        ];

        V1NodeCondition Condition(string type, string status, string reason, string message)
        {
            var last = before.FirstOrDefault(condition => condition.Type == type && condition.Status == status);
            return new()
            {
                Type = type,
                Status = status,
                Reason = reason,
                Message = message,
                LastHeartbeatTime = now,
                LastTransitionTime = last?.LastTransitionTime ?? now,
            };
        }
    }
}
