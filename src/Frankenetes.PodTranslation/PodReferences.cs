using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Which ConfigMaps, Secrets and tokens a pod needs.</summary>
internal sealed class PodReferences
{
    public HashSet<string> ConfigMaps { get; } = [];

    public HashSet<string> Secrets { get; } = [];

    public HashSet<TokenPlace> Tokens { get; } = [];

    /// <summary>Claims whose bound volumes are wanted, with the Secrets that those name.</summary>
    public HashSet<string> Claims { get; } = [];

    /// <summary>Images whose configuration is wanted.</summary>
    public HashSet<string> Images { get; } = [];

    /// <summary>The Services of the pod's namespace are wanted.</summary>
    public bool Services { get; private set; }

    public static PodReferences Of(V1Pod pod)
    {
        var (spec, found) = (pod.Spec, new PodReferences { Services = pod.Spec.EnableServiceLinks != false });
        foreach (var container in spec.Containers.Concat(spec.InitContainers ?? [])) found.AddEnvironment(container);
        foreach (var volume in (spec.Volumes ?? []).Where(volume => VolumeKinds.IsMounted(spec, volume))) found.AddVolume(volume, pod.Metadata.Name);
        foreach (var container in spec.Containers.Concat(spec.InitContainers ?? []).Where(container => ContainerCommand.NeedsImage(pod, container) || ImageUsers.NeedsImage(spec, container)))
            AddName(found.Images, container.Image);
        foreach (var secret in spec.ImagePullSecrets ?? []) AddName(found.Secrets, secret.Name);
        AddName(found.Secrets, PodAnnotations.Of(pod)[PodAnnotations.LogAnalytics]);
        return found;
    }

    /// <summary>What the files of volumes come from.</summary>
    public static PodReferences OfFiles(V1Pod pod)
    {
        var found = new PodReferences();
        foreach (var volume in (pod.Spec.Volumes ?? []).Where(volume => VolumeKinds.HoldsFiles(volume) && VolumeKinds.IsMounted(pod.Spec, volume))) found.AddVolume(volume, pod.Metadata.Name);
        return found;
    }

    private void AddEnvironment(V1Container container)
    {
        foreach (var source in container.EnvFrom ?? [])
        {
            AddName(ConfigMaps, source.ConfigMapRef?.Name);
            AddName(Secrets, source.SecretRef?.Name);
        }
        foreach (var variable in container.Env ?? [])
        {
            AddName(ConfigMaps, variable.ValueFrom?.ConfigMapKeyRef?.Name);
            AddName(Secrets, variable.ValueFrom?.SecretKeyRef?.Name);
        }
    }

    private void AddVolume(V1Volume volume, string podName)
    {
        AddName(ConfigMaps, volume.ConfigMap?.Name);
        AddName(Secrets, volume.Secret?.SecretName);
        AddName(Secrets, volume.AzureFile?.SecretName);
        if (volume.Csi is { Driver: VolumeKinds.AzureFileDriver } csi) AddName(Secrets, csi.VolumeAttributes?.FirstOrDefault(pair => string.Equals(pair.Key, "secretName", StringComparison.OrdinalIgnoreCase)).Value);
        AddName(Claims, VolumeKinds.Claim(volume, podName));
        foreach (var source in volume.Projected?.Sources ?? [])
        {
            AddName(ConfigMaps, source.ConfigMap?.Name);
            AddName(Secrets, source.Secret?.Name);
            if (source.ServiceAccountToken is { } token) Tokens.Add(new TokenPlace(token.Audience, token.ExpirationSeconds));
        }
    }

    private static void AddName(HashSet<string> names, string? name)
    {
        if (!string.IsNullOrEmpty(name)) names.Add(name);
    }
}
