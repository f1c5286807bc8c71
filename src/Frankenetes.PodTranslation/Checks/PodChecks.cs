using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>What a pod asks for that ACI has no word for or would refuse. Found before the first call, all at once.</summary>
internal static class PodChecks
{
    private const int MostContainers = 60;

    /// <param name="pod">The pod.</param>
    /// <param name="annotations">Its annotations.</param>
    /// <param name="settings">Where it is to run.</param>
    /// <param name="agent">The pod agent runs in its containers and does what ACI cannot.</param>
    public static List<Refusal> Find(V1Pod pod, PodAnnotations annotations, TranslationSettings settings, bool agent)
    {
        var (spec, region, found) = (pod.Spec, settings.Region(), new List<Refusal>());
        if (spec?.Containers is not { Count: > 0 }) return [new("spec.containers", "a pod has at least one container")];
        FindSystem(spec, settings, region, found);
        found.AddRange(annotations.Refusals());
        FindInPod(spec, agent, found);
        FindNames(spec, found);
        found.AddRange(HostAliases.Refusals(spec, agent));
        foreach (var (container, at) in ContainerPaths.All(spec)) found.AddRange(ContainerChecks.Find(container, at, spec, annotations, agent));
        found.AddRange(MountChecks.Find(spec, agent));
        found.AddRange(VolumeChecks.Find(pod, agent));
        found.AddRange(PortChecks.Find(spec, annotations));
        found.AddRange(ResourceChecks.Find(spec, annotations, region));
        found.AddRange(AddressChecks.Find(spec, annotations));
        return found;
    }

    private static void FindSystem(V1PodSpec spec, TranslationSettings settings, RegionCapabilities region, List<Refusal> found)
    {
        var system = settings.OperatingSystem;
        if (spec.Os?.Name is { Length: > 0 } wanted && !string.Equals(wanted, system, StringComparison.OrdinalIgnoreCase))
            found.Add(new("spec.os.name", $"this node runs {system} containers; choose a node by kubernetes.io/os"));
        else if (region.OperatingSystems is { } offered && !offered.Contains(system))
            found.Add(new(spec.Os is null ? "spec.nodeName" : "spec.os.name", $"this node makes {system} container groups, and {settings.Location} offers {(offered.Count == 0 ? "none" : string.Join(" and ", offered.Order()) + " alone")}"));
    }

    private static void FindInPod(V1PodSpec spec, bool agent, List<Refusal> found)
    {
        void Add(bool wrong, string field, string reason)
        {
            if (wrong) found.Add(new(field, reason));
        }

        var containers = spec.Containers.Count + (spec.InitContainers?.Count ?? 0) + (agent ? 1 : 0);
        Add(containers > MostContainers, "spec.containers", $"{containers} containers{(agent ? ", the pod agent's among them," : "")} are more than the {MostContainers} of a group");
        Add(spec.HostNetwork == true, "spec.hostNetwork", "a container group has no host");
        Add(spec.HostPID == true, "spec.hostPID", "a container group has no host");
        Add(spec.HostIPC == true, "spec.hostIPC", "a container group has no host");
        Add(spec.ShareProcessNamespace == true, "spec.shareProcessNamespace", "containers of a group do not see each other's processes");
        Add(spec.DnsConfig is not null, "spec.dnsConfig", "ACI takes it in virtual networks only");
        Add(spec.RuntimeClassName is not null, "spec.runtimeClassName", "ACI has one runtime");
        Add(spec.EphemeralContainers is { Count: > 0 }, "spec.ephemeralContainers", "containers cannot join a group that runs");
        Add(spec.ResourceClaims is { Count: > 0 }, "spec.resourceClaims", "ACI has no devices to be claimed");
        Add(spec.SecurityContext?.Sysctls is { Count: > 0 }, "spec.securityContext.sysctls", "ACI lets nobody set kernel parameters");
        Add(spec.SecurityContext?.SupplementalGroups is { Count: > 0 }, "spec.securityContext.supplementalGroups", "ACI sets a user and one group");
        Add(spec.SecurityContext?.SeLinuxOptions is not null, "spec.securityContext.seLinuxOptions", "ACI's hosts have none");
        Add(spec.SecurityContext?.WindowsOptions is not null, "spec.securityContext.windowsOptions", "ACI takes none of them");
        Add(spec.SecurityContext?.SeccompProfile?.Type is "Localhost", "spec.securityContext.seccompProfile", "a container group has no host whose file could be used");
        Add(spec.RestartPolicy is not (null or "" or "Always" or "OnFailure" or "Never"), "spec.restartPolicy", "must be Always, OnFailure or Never");
    }

    private static void FindNames(V1PodSpec spec, List<Refusal> found)
    {
        foreach (var twice in ContainerPaths.All(spec).GroupBy(one => one.Container.Name).Where(group => group.Count() > 1))
            found.Add(new($"{twice.Last().At}.name", "two containers of a group cannot have the same name"));
    }
}
