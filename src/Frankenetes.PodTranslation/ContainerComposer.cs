using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>A pod's containers as ACI's: image, command, variables, ports, mounts, probes, privileges.</summary>
internal sealed class ContainerComposer
{
    private readonly V1PodSpec _spec;
    private readonly PodInputs _inputs;
    private readonly HashSet<string> _live;
    private readonly Dictionary<V1Container, Dictionary<string, EnvironmentValue>> _variables;

    /// <param name="spec">The pod's.</param>
    /// <param name="inputs">What it names.</param>
    /// <param name="environment">Resolves variables.</param>
    /// <param name="live">Names of volumes that the pod agent writes while containers run.</param>
    public ContainerComposer(V1PodSpec spec, PodInputs inputs, EnvironmentResolver environment, HashSet<string> live)
    {
        _live = live;
        (_spec, _inputs) = (spec, inputs);
        _variables = ContainerPaths.All(spec).ToDictionary(one => one.Container, one => environment.Resolve(one.Container, one.At));
        Parts = new VolumeParts(from one in ContainerPaths.All(spec) from mount in one.Container.VolumeMounts ?? [] select (mount, SubPath(one.Container, mount, one.At)));
    }

    /// <summary>The volumes that the group needs for its mounts.</summary>
    public VolumeParts Parts { get; }

    public List<ContainerInstanceContainer> Containers(IReadOnlyList<ContainerResourceRequirements> resources) => [.. _spec.Containers.Select((container, i) =>
    {
        var at = ContainerPaths.Of(container);
        return new ContainerInstanceContainer(container.Name, container.Image, resources[i])
        {
            Command = ContainerCommand.Of(container, _variables[container], _inputs, at),
            EnvironmentVariables = EnvironmentResolver.Compose(_variables[container]),
            Ports = GroupAddress.PortsOf(container),
            VolumeMounts = Mounts(container, at),
            LivenessProbe = ProbeTranslator.Translate(container.LivenessProbe, container, $"{at}.livenessProbe"),
            ReadinessProbe = ProbeTranslator.Translate(container.ReadinessProbe, container, $"{at}.readinessProbe"),
            SecurityContext = SecurityContextTranslator.Translate(_spec.SecurityContext, container.SecurityContext),
        };
    })];

    /// <summary>Null: none.</summary>
    public List<InitContainerDefinitionContent>? InitContainers() => _spec.InitContainers is not { Count: > 0 } init ? null : [.. init.Select(container =>
    {
        var at = ContainerPaths.OfInit(container);
        return new InitContainerDefinitionContent(container.Name)
        {
            Image = container.Image,
            Command = ContainerCommand.Of(container, _variables[container], _inputs, at),
            EnvironmentVariables = EnvironmentResolver.Compose(_variables[container]),
            VolumeMounts = Mounts(container, at),
            SecurityContext = SecurityContextTranslator.Translate(_spec.SecurityContext, container.SecurityContext),
        };
    })];

    private List<ContainerVolumeMount>? Mounts(V1Container container, string at) => container.VolumeMounts is { Count: > 0 } mounts
        ? [.. mounts.Select(mount => new ContainerVolumeMount(Parts.Name(mount.Name, SubPath(container, mount, at)), mount.MountPath) { IsReadOnly = IsReadOnly(mount, mounts) ? true : mount.ReadOnlyProperty })] : null;

    // As kubelets do with files of the cluster. A mount within another needs a folder that is made there.
    private bool IsReadOnly(V1VolumeMount mount, IEnumerable<V1VolumeMount> all) =>
        _live.Contains(mount.Name) && !all.Any(other => other.MountPath.StartsWith(mount.MountPath.TrimEnd('/') + "/", StringComparison.Ordinal));

    private string SubPath(V1Container container, V1VolumeMount mount, string at)
    {
        if (mount.SubPath is { Length: > 0 } plain) return plain;
        if (mount.SubPathExpr is not { Length: > 0 } expression) return "";
        var expanded = VariableExpansion.Expand(expression, _variables[container]);
        var field = $"{at}.volumeMounts[{mount.Name}].subPathExpr";
        if (expanded.IsSecret) throw new RefusedPodException(field, "it would show a Secret's value in the container group");
        return expanded.Text.StartsWith('/') || expanded.Text.Split('/').Contains("..") ? throw new RefusedPodException(field, "leads out of the volume") : expanded.Text;
    }
}
