using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>What a pod asks for that ACI has no word for. Found before the first call, all at once.</summary>
internal static class UnsupportedFields
{
    public static List<Refusal> Find(V1PodSpec spec)
    {
        var found = new List<Refusal>();
        FindInPod(spec, found);
        foreach (var container in spec.Containers)
        {
            var at = $"spec.containers[{container.Name}]";
            FindInAny(container, at, found);
            FindInApp(container, at, found);
        }
        foreach (var container in spec.InitContainers ?? [])
        {
            var at = $"spec.initContainers[{container.Name}]";
            FindInAny(container, at, found);
            Add(found, container.RestartPolicy is not null, $"{at}.restartPolicy", "sidecar containers are not supported by ACI");
            Add(found, container.Ports is { Count: > 0 }, $"{at}.ports", "init containers of ACI have no ports");
            Add(found, container.LivenessProbe is not null || container.ReadinessProbe is not null, $"{at}.livenessProbe", "init containers of ACI are not probed");
        }
        FindSharedPorts(spec, found);
        return found;
    }

    private static void FindInPod(V1PodSpec spec, List<Refusal> found)
    {
        Add(found, spec.HostNetwork == true, "spec.hostNetwork", "a container group has no host");
        Add(found, spec.HostPID == true, "spec.hostPID", "a container group has no host");
        Add(found, spec.HostIPC == true, "spec.hostIPC", "a container group has no host");
        Add(found, spec.ShareProcessNamespace == true, "spec.shareProcessNamespace", "containers of a group do not see each other's processes");
        Add(found, spec.HostAliases is { Count: > 0 }, "spec.hostAliases", "ACI writes /etc/hosts itself");
        Add(found, spec.DnsConfig is not null, "spec.dnsConfig", "ACI takes it in virtual networks only");
        Add(found, spec.RuntimeClassName is not null, "spec.runtimeClassName", "ACI has one runtime");
        Add(found, spec.SecurityContext?.Sysctls is { Count: > 0 }, "spec.securityContext.sysctls", "not supported by ACI");
        Add(found, spec.SecurityContext?.SupplementalGroups is { Count: > 0 }, "spec.securityContext.supplementalGroups", "not supported by ACI");
        Add(found, spec.EphemeralContainers is { Count: > 0 }, "spec.ephemeralContainers", "containers cannot join a group that runs");
    }

    private static void FindInAny(V1Container container, string at, List<Refusal> found)
    {
        Add(found, container.Command is not { Count: > 0 } && container.Args is { Count: > 0 }, $"{at}.args", "arguments without a command need the image's entrypoint, which ACI does not keep; write the command too");
        Add(found, !string.IsNullOrEmpty(container.WorkingDir), $"{at}.workingDir", "ACI uses the image's; change the folder in the command");
        Add(found, container.Lifecycle is not null, $"{at}.lifecycle", "ACI has no hooks");
        Add(found, container.StartupProbe is not null, $"{at}.startupProbe", "ACI has none; initialDelaySeconds of the liveness probe may do");
        Add(found, container.Stdin == true, $"{at}.stdin", "ACI's containers have no input");
        Add(found, container.Tty == true, $"{at}.tty", "ACI's containers have no terminal");
        Add(found, container.VolumeDevices is { Count: > 0 }, $"{at}.volumeDevices", "ACI has no block devices");
        Add(found, container.SecurityContext?.ReadOnlyRootFilesystem == true, $"{at}.securityContext.readOnlyRootFilesystem", "not supported by ACI");
        foreach (var mount in container.VolumeMounts ?? [])
        {
            Add(found, !string.IsNullOrEmpty(mount.SubPath) || !string.IsNullOrEmpty(mount.SubPathExpr), $"{at}.volumeMounts[{mount.Name}].subPath", "ACI mounts whole volumes");
            Add(found, mount.MountPropagation is not null and not "None", $"{at}.volumeMounts[{mount.Name}].mountPropagation", "not supported by ACI");
            Add(found, mount.MountPath.Contains(':'), $"{at}.volumeMounts[{mount.Name}].mountPath", "ACI takes no colon in it");
        }
    }

    private static void FindInApp(V1Container container, string at, List<Refusal> found)
    {
        foreach (var port in container.Ports ?? [])
        {
            Add(found, port.Protocol == "SCTP", $"{at}.ports[{port.ContainerPort}].protocol", "ACI knows TCP and UDP");
            Add(found, port.HostPort is > 0 && port.HostPort != port.ContainerPort, $"{at}.ports[{port.ContainerPort}].hostPort", "ACI publishes a port under its own number");
        }
        foreach (var resource in (container.Resources?.Limits?.Keys ?? []).Union(container.Resources?.Requests?.Keys ?? []))
            Add(found, resource is not ("cpu" or "memory" or "ephemeral-storage"), $"{at}.resources[{resource}]", "ACI gives CPU and memory");
        var nonRoot = container.SecurityContext is { RunAsNonRoot: true, RunAsUser: null or 0 };
        Add(found, nonRoot, $"{at}.securityContext.runAsNonRoot", "only with runAsUser: the image's user is not known here");
    }

    private static void FindSharedPorts(V1PodSpec spec, List<Refusal> found)
    {
        var ports = from container in spec.Containers from port in container.Ports ?? [] select (container.Name, port.ContainerPort, Protocol: port.Protocol ?? "TCP");
        foreach (var shared in ports.GroupBy(port => (port.ContainerPort, port.Protocol)).Where(group => group.Count() > 1))
            Add(found, true, $"spec.containers[{shared.Last().Name}].ports[{shared.Key.ContainerPort}]", "two containers of a group cannot have the same port");
    }

    private static void Add(List<Refusal> found, bool unsupported, string field, string reason)
    {
        if (unsupported) found.Add(new Refusal(field, reason));
    }
}
