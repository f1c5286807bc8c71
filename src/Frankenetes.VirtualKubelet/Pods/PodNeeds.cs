using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Volumes;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Whether all is there that a pod names and cannot do without: no provider is asked to start a pod that lacks something. Events bear the names that the virtual-kubelet project gave them.</summary>
internal static class PodNeeds
{
    /// <returns>What to say of the optional things that are not there.</returns>
    /// <exception cref="MissingInputException">A ConfigMap, a Secret or a key in one is not there.</exception>
    public static IReadOnlyList<PodRemark> Check(V1Pod pod, PodInputs inputs)
    {
        var absent = new List<PodRemark>();
        foreach (var need in Of(pod).Distinct())
        {
            if (!IsThere(need, inputs))
            {
                if (!need.Optional) throw new MissingInputException($"there is no {need.Kind} {need.Name}") { Reason = $"Mandatory{need.Kind}NotFound" };
                absent.Add(new PodRemark($"Optional{need.Kind}NotFound", $"there is no {need.Kind} {need.Name}; the pod starts without it"));
            }
            else if (need is { Key: { } key, Optional: false } && !HasKey(need, key, inputs))
            {
                throw new MissingInputException($"there is no key {key} in {need.Kind} {need.Name}");
            }
        }
        // One thing may be needed for many keys.
        return [.. absent.Distinct()];
    }

    private static bool IsThere(Need need, PodInputs inputs) => need.Kind == nameof(V1Volume.Secret) ? inputs.Secrets.ContainsKey(need.Name) : inputs.ConfigMaps.ContainsKey(need.Name);

    private static bool HasKey(Need need, string key, PodInputs inputs) =>
        (need.Kind == nameof(V1Volume.Secret) ? inputs.Secrets[need.Name].Data?.ContainsKey(key) : inputs.ConfigMaps[need.Name].Data?.ContainsKey(key)) == true;

    private static IEnumerable<Need> Of(V1Pod pod)
    {
        foreach (var container in (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers))
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                if (source.ConfigMapRef is { } map) yield return ConfigMap(map.Name, map.Optional);
                if (source.SecretRef is { } secret) yield return Secret(secret.Name, secret.Optional);
            }
            foreach (var source in (container.Env ?? []).Select(variable => variable.ValueFrom).OfType<V1EnvVarSource>())
            {
                if (source.ConfigMapKeyRef is { } map) yield return ConfigMap(map.Name, map.Optional, map.Key);
                if (source.SecretKeyRef is { } secret) yield return Secret(secret.Name, secret.Optional, secret.Key);
            }
        }
        // A volume that no container mounts is not read, and none may miss it.
        foreach (var volume in (pod.Spec.Volumes ?? []).Where(volume => VolumeKinds.IsMounted(pod.Spec, volume)))
        {
            if (volume.ConfigMap is { } map) yield return ConfigMap(map.Name, map.Optional);
            if (volume.Secret is { } secret) yield return Secret(secret.SecretName, secret.Optional);
            foreach (var source in volume.Projected?.Sources ?? [])
            {
                if (source.ConfigMap is { } part) yield return ConfigMap(part.Name, part.Optional);
                if (source.Secret is { } hidden) yield return Secret(hidden.Name, hidden.Optional);
            }
        }
    }

    private static Need ConfigMap(string name, bool? optional, string? key = null) => new(nameof(V1Volume.ConfigMap), name, key, optional == true);

    private static Need Secret(string name, bool? optional, string? key = null) => new(nameof(V1Volume.Secret), name, key, optional == true);

    /// <param name="Kind"><c>ConfigMap</c> or <c>Secret</c>.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Key">The key that is needed; null: no certain one.</param>
    /// <param name="Optional">Whether the pod can do without.</param>
    private sealed record Need(string Kind, string Name, string? Key, bool Optional);
}
