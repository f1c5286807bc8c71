using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Makes the container group that is a pod. The same pod and inputs give the same group.</summary>
internal sealed class PodTranslator(TranslationSettings settings)
{
    /// <exception cref="RefusedPodException">The pod wants what ACI cannot do.</exception>
    /// <exception cref="MissingInputException">Something that it needs does not exist yet.</exception>
    public ContainerGroupData Translate(V1Pod pod, PodInputs inputs)
    {
        if (UnsupportedFields.Find(pod.Spec) is { Count: > 0 } refusals) throw new RefusedPodException(refusals);
        var resources = ContainerResources.Of(pod.Spec.Containers);
        var fields = new DownwardFields(pod, settings.HostAddress, resources);
        var environment = new EnvironmentResolver(inputs, fields, settings);
        var volumes = (pod.Spec.Volumes ?? []).Where(volume => IsMounted(pod.Spec, volume)).ToList();
        var names = VolumeNames.Of(volumes.Select(volume => volume.Name));
        var volumeTranslator = new VolumeTranslator(inputs, fields, names);

        var containers = pod.Spec.Containers.Select((container, i) => Translate(pod.Spec, container, resources[i], environment, names)).ToList();
        return new ContainerGroupData(settings.Location, containers, new ContainerInstanceOperatingSystemType(settings.OperatingSystem))
        {
            InitContainers = pod.Spec.InitContainers is { Count: > 0 } init ? [.. init.Select(container => TranslateInit(pod.Spec, container, environment, names))] : null,
            RestartPolicy = new ContainerGroupRestartPolicy(pod.Spec.RestartPolicy ?? "Always"),
            IPAddress = Address(pod.Spec),
            Volumes = volumes.Count > 0 ? [.. volumes.Select(volumeTranslator.Translate)] : null,
            ImageRegistryCredentials = RegistryCredentials.Of(pod.Spec, inputs) is { Count: > 0 } credentials ? credentials : null,
            Tags = GroupTags.Compose(settings, pod),
        };
    }

    // ACI refuses a volume that no container mounts.
    private static bool IsMounted(V1PodSpec spec, V1Volume volume) =>
        spec.Containers.Concat(spec.InitContainers ?? []).Any(container => container.VolumeMounts?.Any(mount => mount.Name == volume.Name) == true);

    private static ContainerInstanceContainer Translate(
        V1PodSpec spec, V1Container container, ContainerResourceRequirements resources, EnvironmentResolver environment, IReadOnlyDictionary<string, string> names)
    {
        var at = $"spec.containers[{container.Name}]";
        var variables = environment.Resolve(container, at);
        return new ContainerInstanceContainer(container.Name, container.Image, resources)
        {
            Command = Command(container, variables, at),
            EnvironmentVariables = EnvironmentResolver.Compose(variables),
            Ports = container.Ports is { Count: > 0 } ports ? [.. ports.Select(port => new ContainerPort(port.ContainerPort) { Protocol = new ContainerNetworkProtocol(port.Protocol ?? "TCP") })] : null,
            VolumeMounts = Mounts(container, names),
            LivenessProbe = ProbeTranslator.Translate(container.LivenessProbe, container, $"{at}.livenessProbe"),
            ReadinessProbe = ProbeTranslator.Translate(container.ReadinessProbe, container, $"{at}.readinessProbe"),
            SecurityContext = SecurityContextTranslator.Translate(spec.SecurityContext, container.SecurityContext),
        };
    }

    private static InitContainerDefinitionContent TranslateInit(V1PodSpec spec, V1Container container, EnvironmentResolver environment, IReadOnlyDictionary<string, string> names)
    {
        var at = $"spec.initContainers[{container.Name}]";
        var variables = environment.Resolve(container, at);
        return new InitContainerDefinitionContent(container.Name)
        {
            Image = container.Image,
            Command = Command(container, variables, at),
            EnvironmentVariables = EnvironmentResolver.Compose(variables),
            VolumeMounts = Mounts(container, names),
            SecurityContext = SecurityContextTranslator.Translate(spec.SecurityContext, container.SecurityContext),
        };
    }

    private static List<string>? Command(V1Container container, IReadOnlyDictionary<string, EnvironmentValue> variables, string at)
    {
        if (container.Command is not { Count: > 0 } command) return null;
        var expanded = command.Concat(container.Args ?? []).Select(part => VariableExpansion.Expand(part, variables)).ToList();
        if (expanded.Exists(part => part.IsSecret)) throw new RefusedPodException($"{at}.command", "it would show a Secret's value to everybody who may read the container group; let the program read the variable");
        return [.. expanded.Select(part => part.Text)];
    }

    private static List<ContainerVolumeMount>? Mounts(V1Container container, IReadOnlyDictionary<string, string> names) =>
        container.VolumeMounts is { Count: > 0 } mounts
            ? [.. mounts.Select(mount => new ContainerVolumeMount(names[mount.Name], mount.MountPath) { IsReadOnly = mount.ReadOnlyProperty })] : null;

    private static ContainerGroupIPAddress? Address(V1PodSpec spec)
    {
        var ports = spec.Containers.SelectMany(container => container.Ports ?? []).Select(port => new ContainerGroupPort(port.ContainerPort)
        {
            Protocol = new ContainerGroupNetworkProtocol(port.Protocol ?? "TCP"),
        }).ToList();
        return ports.Count > 0 ? new ContainerGroupIPAddress(ports, ContainerGroupIPAddressType.Public) : null;
    }
}
