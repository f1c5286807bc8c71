using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>A pod's containers as ACI's: image, command, variables, ports, mounts, probes, privileges.</summary>
internal sealed class ContainerComposer
{
    private readonly V1Pod _pod;
    private readonly V1PodSpec _spec;
    private readonly PodInputs _inputs;
    private readonly bool _agent;
    private readonly HashSet<string> _live;
    private readonly PlacedParts _placed;
    private readonly Dictionary<V1Container, Dictionary<string, EnvironmentValue>> _variables;

    /// <param name="pod">The pod.</param>
    /// <param name="inputs">What it names.</param>
    /// <param name="environment">Resolves variables.</param>
    /// <param name="agent">The pod agent runs in its containers, and starts programs where that is needed.</param>
    /// <param name="live">Names of volumes that the pod agent writes while containers run.</param>
    public ContainerComposer(V1Pod pod, PodInputs inputs, EnvironmentResolver environment, bool agent, HashSet<string> live)
    {
        (_pod, _spec, _inputs, _agent, _live, _placed) = (pod, pod.Spec, inputs, agent, live, new PlacedParts(pod.Spec));
        _variables = ContainerPaths.All(_spec).ToDictionary(one => one.Container, one => environment.Resolve(one.Container, one.At));
        Parts = new VolumeParts(from one in ContainerPaths.All(_spec) from mount in one.Container.VolumeMounts ?? [] select (mount, PartOf(one.Container, mount, one.At)));
    }

    /// <summary>The volumes that the group needs for its mounts.</summary>
    public VolumeParts Parts { get; }

    public List<ContainerInstanceContainer> Containers(IReadOnlyList<ContainerResourceRequirements> resources) => [.. _spec.Containers.Select((container, i) =>
    {
        var at = ContainerPaths.Of(container);
        return new ContainerInstanceContainer(container.Name, container.Image, resources[i])
        {
            Command = Command(container, at),
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
            Command = Command(container, at),
            EnvironmentVariables = EnvironmentResolver.Compose(_variables[container]),
            VolumeMounts = Mounts(container, at),
            SecurityContext = SecurityContextTranslator.Translate(_spec.SecurityContext, container.SecurityContext),
        };
    })];

    private List<string>? Command(V1Container container, string at) => _agent && StartedPrograms.Contains(_pod, container)
        ? StartedPrograms.Command(_pod, container, Placed(container, at), ContainerCommand.Whole(container, _variables[container], _inputs, at))
        : ContainerCommand.Of(container, _variables[container], _inputs, at);

    private IEnumerable<PlacedPart> Placed(V1Container container, string at) => _agent ? _placed.Of(container, mount => SubPath(container, mount, at)) : [];

    private bool IsPlaced(V1VolumeMount mount) => _agent && _placed.Contains(mount);

    private List<ContainerVolumeMount>? Mounts(V1Container container, string at)
    {
        if (container.VolumeMounts is not { Count: > 0 } mounts) return null;
        var paths = mounts.Select(mount => MountChecks.Plain(mount.MountPath)).ToList();
        return
        [
            .. mounts.Where(mount => !IsPlaced(mount))
                .Select(mount => new ContainerVolumeMount(Parts.Name(mount.Name, PartOf(container, mount, at)), mount.MountPath) { IsReadOnly = IsReadOnly(mount, paths) ? true : mount.ReadOnlyProperty }),
            .. Placed(container, at).Where(part => part.IsLink || IsInit(container)).DistinctBy(part => part.Folder)
                .Select(part => new ContainerVolumeMount(Parts.Name(part.Mount.Name, ""), part.Folder) { IsReadOnly = part.IsLink && part.Mount.ReadOnlyProperty != true ? null : true }),
        ];
    }

    // The pod agent's own mounts of what it fills are in the others.
    private bool IsInit(V1Container container) => _spec.InitContainers?.Contains(container) == true;

    // As kubelets do with files of the cluster. A mount within another needs a folder that is made there.
    private bool IsReadOnly(V1VolumeMount mount, List<string> paths) =>
        _live.Contains(mount.Name) && MountChecks.Plain(mount.MountPath) + "/" is var folder && !paths.Exists(path => path.StartsWith(folder, StringComparison.Ordinal));

    // What the pod agent puts in its place comes from the whole.
    private string PartOf(V1Container container, V1VolumeMount mount, string at) =>
        IsPlaced(mount) ? "" : SubPath(container, mount, at);

    private string SubPath(V1Container container, V1VolumeMount mount, string at)
    {
        if (mount.SubPath is { Length: > 0 } plain) return plain;
        if (mount.SubPathExpr is not { Length: > 0 } expression) return "";
        var expanded = VariableExpansion.Expand(expression, _variables[container]);
        var field = $"{at}.volumeMounts[{mount.Name}].subPathExpr";
        if (expanded.IsSecret) throw new RefusedPodException(field, "it would show a Secret's value in the container group");
        if (expanded.Text.Contains(PodAddresses.Placeholder, StringComparison.Ordinal)) throw new RefusedPodException(field, "the pod's address is not known when its volumes are mounted");
        return expanded.Text.StartsWith('/') || expanded.Text.Split('/').Contains("..") ? throw new RefusedPodException(field, "leads out of the volume") : expanded.Text;
    }
}
