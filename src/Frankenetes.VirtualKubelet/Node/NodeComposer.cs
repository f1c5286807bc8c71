using System.Net;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>
/// Describes the node. Its labels are those that the admission plugin NodeRestriction lets a node set on itself: <c>kubernetes.io/role</c>, which the
/// virtual-kubelet project sets, is not among them.
/// </summary>
internal sealed class NodeComposer(KubeletConfiguration configuration, IPAddress address, string bootId, string scheme, string backend)
{
    /// <param name="serverVersion">What the API server calls itself, for example <c>v1.20.2</c>: tools compare kubelets with it.</param>
    /// <param name="now">For conditions whose state is new.</param>
    /// <param name="before">The node as the API server has it; null where it has none.</param>
    /// <param name="health">Whether the backend answers.</param>
    /// <param name="told">What the provider says may run; null: it does not say, and the configuration counts.</param>
    public V1Node Compose(string serverVersion, DateTimeOffset now, V1Node? before, BackendHealth health, ProviderCapacity? told) => new()
    {
        ApiVersion = "v1",
        Kind = "Node",
        Metadata = new V1ObjectMeta { Name = configuration.NodeName, Labels = Labels() },
        // A node may register with taints; later ones are other people's to set.
        Spec = configuration.Taints.Count > 0 ? new V1NodeSpec { Taints = [.. configuration.Taints.Select(NodeTaints.Parse)] } : null,
        Status = new V1NodeStatus
        {
            Capacity = NodeCapacity.Of(configuration.Capacity, told),
            Allocatable = NodeCapacity.Free(configuration.Capacity, told),
            Addresses = [.. Addresses()],
            DaemonEndpoints = new V1NodeDaemonEndpoints { KubeletEndpoint = new V1DaemonEndpoint { Port = configuration.Kubelet.Port } },
            NodeInfo = Info(serverVersion),
            Conditions = Conditions(now.UtcDateTime, before?.Status?.Conditions ?? [], health),
        },
    };

    private IEnumerable<V1NodeAddress> Addresses()
    {
        yield return new V1NodeAddress { Type = "InternalIP", Address = address.ToString() };
        yield return new V1NodeAddress { Type = "Hostname", Address = configuration.NodeName };
        if (configuration.Kubelet.ExternalName is { } name) yield return new V1NodeAddress { Type = "ExternalDNS", Address = name };
    }

    private Dictionary<string, string> Labels() => new()
    {
        ["kubernetes.io/os"] = configuration.OperatingSystem.ToLowerInvariant(),
        ["kubernetes.io/arch"] = "amd64",
        ["kubernetes.io/hostname"] = configuration.NodeName,
        ["type"] = "virtual-kubelet",
        ["node.kubernetes.io/exclude-from-external-load-balancers"] = "true",
    };

    // The same for the node's whole life, and no two nodes' alike.
    private string Machine => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{configuration.ClusterId} {configuration.NodeName}")).AsSpan(0, 16)).ToString();

    private V1NodeSystemInfo Info(string serverVersion) => new()
    {
        Architecture = "amd64",
        OperatingSystem = configuration.OperatingSystem.ToLowerInvariant(),
        KubeletVersion = serverVersion,
        // Required by the API, and true: no kube-proxy runs here.
        KubeProxyVersion = serverVersion,
        ContainerRuntimeVersion = $"{scheme}://{(scheme == "aci" ? "2023-05-01" : typeof(NodeComposer).Assembly.GetName().Version)}",
        KernelVersion = "",
        OsImage = scheme == "aci" ? "Azure Container Instances" : backend,
        MachineID = Machine,
        SystemUUID = Machine,
        BootID = bootId,
    };

    // Ready follows this process alone: a backend out of reach keeps new pods away (NetworkUnavailable becomes a NoSchedule taint) and evicts none.
    private List<V1NodeCondition> Conditions(DateTime now, IList<V1NodeCondition> before, BackendHealth health)
    {
        return
        [
            Condition("Ready", "True", "KubeletReady", "the virtual kubelet is at work"),
            Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "every pod has its own memory, disk and processes"),
            Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "every pod has its own memory, disk and processes"),
            Condition("PIDPressure", "False", "KubeletHasSufficientPID", "every pod has its own memory, disk and processes"),
            health.IsReachable ? Condition("NetworkUnavailable", "False", "RouteCreated", "pods bring their own network")
                : Condition("NetworkUnavailable", "True", $"{backend}Unreachable", $"{backend} does not answer: no new pod can be started"),
            health.IsReachable ? Condition($"{backend}Reachable", "True", $"{backend}Answers", $"{backend} answers")
                : Condition($"{backend}Reachable", "False", $"{backend}Unreachable", health.Reason ?? $"{backend} does not answer"),
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
