using Frankenetes.ContainerInstances.Models;
using Frankenetes.ContainerInstances.Serialization;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Makes the container group that is a pod. The same pod and inputs give the same group.</summary>
internal sealed class PodTranslator(TranslationSettings settings)
{
    // ARM takes 4 MB in one request; the rest is room for what a proxy may add.
    private const int MostBytes = 4_000_000;

    /// <exception cref="RefusedPodException">The pod wants what ACI cannot do.</exception>
    /// <exception cref="MissingInputException">Something that it needs does not exist yet.</exception>
    public TranslatedPod Translate(V1Pod pod, PodInputs inputs)
    {
        var (annotations, agent) = (PodAnnotations.Of(pod), HasAgent(pod));
        Refuse([.. PodChecks.Find(pod, annotations, settings, agent), .. ChosenTags.Refusals(settings, pod)]);
        Refuse([.. ImageUsers.Refusals(pod.Spec, inputs)]);
        var notes = new Notes();
        annotations.NoteUnknown(notes);
        IgnoredFields.Note(pod.Spec, agent, notes);
        var resources = new ContainerResources(pod.Spec.Containers, settings, annotations[PodAnnotations.GpuSku], notes).Compose();
        var fields = new DownwardFields(pod, settings.HostAddress, agent, resources);
        var files = new VolumeFiles(inputs, fields);
        List<LiveVolume> live = agent ? [.. LiveVolumes.Of(pod.Spec, files)] : [];
        var composer = new ContainerComposer(pod, inputs, new EnvironmentResolver(pod.Spec, inputs, fields, settings, notes), agent, [.. live.Select(volume => volume.Name)]);
        var group = new ContainerGroupData(settings.Location, composer.Containers(resources), new ContainerInstanceOperatingSystemType(settings.OperatingSystem))
        {
            InitContainers = composer.InitContainers(),
            RestartPolicy = new ContainerGroupRestartPolicy(string.IsNullOrEmpty(pod.Spec.RestartPolicy) ? "Always" : pod.Spec.RestartPolicy),
            IPAddress = GroupAddress.Of(pod.Spec, annotations),
            Volumes = new VolumeTranslator(pod, inputs, files, composer.Parts, live, notes).Translate() is { Count: > 0 } volumes ? volumes : null,
            ImageRegistryCredentials = RegistryCredentials.Of(pod.Spec, inputs, annotations[PodAnnotations.ImagePullIdentity]) is { Count: > 0 } credentials ? credentials : null,
            Identity = GroupIdentity.Of(annotations),
            Zones = annotations[PodAnnotations.Zone] is { } zone ? [zone] : null,
            Priority = annotations[PodAnnotations.Priority] is { } priority ? new ContainerGroupPriority(priority) : null,
            Sku = annotations[PodAnnotations.Sku] is { } sku ? new ContainerGroupSku(sku) : null,
            ConfidentialComputeCcePolicy = annotations[PodAnnotations.ConfidentialPolicy],
            DiagnosticsLogAnalytics = LogAnalytics.Of(pod, annotations, inputs, settings.NodeName),
            Tags = GroupTags.Compose(settings, pod),
        };
        settings.Isolation?.Apply(group, settings.PodAgent);
        if (agent && settings.PodAgent is { } source) PodAgentInjection.Add(group, source with { Image = RootImage(pod.Spec, inputs) ?? source.Image }, HostAliases.Lines(pod.Spec), live, name => composer.Parts.Name(name, ""));
        Measure(group);
        return new TranslatedPod(group, notes.All);
    }

    /// <summary>Whether the pod agent runs in this pod's containers.</summary>
    public bool HasAgent(V1Pod pod) => settings.HasPodAgent && settings.OperatingSystem == "Linux" && PodAnnotations.Of(pod).IsOn(PodAnnotations.PodAgent, otherwise: true);

    /// <summary>Whether the pod has files that are kept fresh while it runs.</summary>
    public bool HasLiveFiles(V1Pod pod) => HasAgent(pod) && (pod.Spec.Volumes ?? []).Any(volume => LiveVolumes.IsLive(pod.Spec, volume));

    /// <summary>The files that are kept fresh, as they should be now; of <paramref name="inputs"/> it needs what volumes name.</summary>
    /// <exception cref="MissingInputException">Something that a volume names is not there.</exception>
    public IReadOnlyList<LiveVolume> LiveFiles(V1Pod pod, PodInputs inputs)
    {
        if (!HasAgent(pod)) return [];
        var resources = new ContainerResources(pod.Spec.Containers, settings, PodAnnotations.Of(pod)[PodAnnotations.GpuSku], new Notes()).Compose();
        return [.. LiveVolumes.Of(pod.Spec, new VolumeFiles(inputs, new DownwardFields(pod, settings.HostAddress, true, resources)))];
    }

    // It is there anyway, and a small one may have to be fetched. Registries are not asked for this alone.
    private static string? RootImage(V1PodSpec spec, PodInputs inputs) => Inputs.Image(inputs, spec.Containers[0].Image) is { Configuration.UserNumber: 0 } ? spec.Containers[0].Image : null;

    private static void Refuse(List<Refusal> refusals)
    {
        if (refusals.Count > 0) throw new RefusedPodException(refusals);
    }

    private static void Measure(ContainerGroupData group)
    {
        if (ContainerGroupJson.Measure(group) is > MostBytes and var size)
            throw new RefusedPodException("spec", $"the container group's description has {size} bytes, variables and files of volumes included; {MostBytes} is the most that one request to Azure takes");
    }
}
