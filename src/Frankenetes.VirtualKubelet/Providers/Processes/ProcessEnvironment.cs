using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Resources;
using Frankenetes.PodTranslation.Variables;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>The variables of each container, and the refusal of what processes cannot be given.</summary>
internal static class ProcessEnvironment
{
    /// <exception cref="ProviderException">Refused or Missing.</exception>
    public static Dictionary<string, IReadOnlyDictionary<string, string>> Of(V1Pod pod, PodInputs inputs, TranslationSettings settings)
    {
        Check(pod);
        try
        {
            var containers = (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).ToList();
            var notes = new Notes();
            var fields = new DownwardFields(pod, settings.HostAddress, false, new ContainerResources(pod.Spec.Containers, settings, null, notes).Compose());
            var resolver = new EnvironmentResolver(pod.Spec, inputs, fields, settings, notes);
            return containers.ToDictionary(
                container => container.Name,
                container => (IReadOnlyDictionary<string, string>)resolver.Resolve(container, $"spec.containers[{container.Name}]").ToDictionary(pair => pair.Key, pair => pair.Value.Text));
        }
        catch (RefusedPodException refused)
        {
            throw new ProviderException(ProviderFailure.Refused, "Unsupported", refused.Message, refused);
        }
        catch (MissingInputException missing)
        {
            throw new ProviderException(ProviderFailure.Missing, "FailedMount", missing.Message, missing);
        }
    }

    private static void Check(V1Pod pod)
    {
        if ((pod.Spec.Volumes ?? []).FirstOrDefault(volume => volume.Projected is null) is { } volume)
            throw new ProviderException(ProviderFailure.Refused, "Unsupported", $"spec.volumes[{volume.Name}]: processes see the machine's own files; nothing can be mounted for them");
        if ((pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).FirstOrDefault(container => container.Command is not { Count: > 0 }) is { } silent)
            throw new ProviderException(ProviderFailure.Refused, "Unsupported", $"spec.containers[{silent.Name}].command: no image is looked at, so the program must be named");
    }
}
