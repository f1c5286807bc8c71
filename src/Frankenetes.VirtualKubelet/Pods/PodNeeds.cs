using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Volumes;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>Whether all is there that a pod names and cannot do without: no provider is asked to start a pod that lacks something.</summary>
internal static class PodNeeds
{
    /// <exception cref="MissingInputException">A ConfigMap, a Secret or a key in one is not there.</exception>
    public static void Check(V1Pod pod, PodInputs inputs)
    {
        foreach (var container in (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers))
        {
            foreach (var source in container.EnvFrom ?? [])
            {
                if (source.ConfigMapRef is { } map) _ = Inputs.ConfigMap(inputs, map.Name, map.Optional);
                if (source.SecretRef is { } secret) _ = Inputs.Secret(inputs, secret.Name, secret.Optional);
            }
            foreach (var source in (container.Env ?? []).Select(variable => variable.ValueFrom).OfType<V1EnvVarSource>()) Check(source, inputs);
        }
        // A volume that no container mounts is not read, and none may miss it.
        foreach (var volume in (pod.Spec.Volumes ?? []).Where(volume => VolumeKinds.IsMounted(pod.Spec, volume))) Check(volume, inputs);
    }

    private static void Check(V1EnvVarSource source, PodInputs inputs)
    {
        if (source.ConfigMapKeyRef is { } map && Inputs.ConfigMap(inputs, map.Name, map.Optional) is { } found && map.Optional != true && found.Data?.ContainsKey(map.Key) != true)
            throw new MissingInputException($"there is no key {map.Key} in ConfigMap {map.Name}");
        if (source.SecretKeyRef is { } secret && Inputs.Secret(inputs, secret.Name, secret.Optional) is { } held && secret.Optional != true && held.Data?.ContainsKey(secret.Key) != true)
            throw new MissingInputException($"there is no key {secret.Key} in Secret {secret.Name}");
    }

    private static void Check(V1Volume volume, PodInputs inputs)
    {
        if (volume.ConfigMap is { } map) _ = Inputs.ConfigMap(inputs, map.Name, map.Optional);
        if (volume.Secret is { } secret) _ = Inputs.Secret(inputs, secret.SecretName, secret.Optional);
    }
}
