using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Which ConfigMaps, Secrets and tokens a pod needs.</summary>
internal sealed class PodReferences
{
    public HashSet<string> ConfigMaps { get; } = [];

    public HashSet<string> Secrets { get; } = [];

    public HashSet<TokenPlace> Tokens { get; } = [];

    public static PodReferences Of(V1PodSpec spec)
    {
        var found = new PodReferences();
        foreach (var container in spec.Containers.Concat(spec.InitContainers ?? [])) found.AddEnvironment(container);
        foreach (var volume in spec.Volumes ?? []) found.AddVolume(volume);
        foreach (var secret in spec.ImagePullSecrets ?? []) AddName(found.Secrets, secret.Name);
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

    private void AddVolume(V1Volume volume)
    {
        AddName(ConfigMaps, volume.ConfigMap?.Name);
        AddName(Secrets, volume.Secret?.SecretName);
        AddName(Secrets, volume.AzureFile?.SecretName);
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
