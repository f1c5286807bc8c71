using System.Text;
using k8s.Models;

namespace Frankenetes.PodTranslation.Manifests;

/// <summary>
/// Fills in what a pod names and the manifest does not hold, so that it can be translated before any of it exists. Placeholders say in angle brackets what will stand there.
/// </summary>
internal sealed class AssumedInputs
{
    private readonly V1Pod _pod;
    private readonly PodInputs _known;
    private readonly List<TranslationNote> _notes = [];

    private AssumedInputs(V1Pod pod, PodInputs known) => (_pod, _known) = (pod, known);

    /// <returns>The inputs, and a note for everything that was filled in.</returns>
    public static (PodInputs Inputs, IReadOnlyList<TranslationNote> Notes) For(V1Pod pod, PodInputs known)
    {
        var assumed = new AssumedInputs(pod, known);
        var inputs = assumed.Fill();
        return (inputs, assumed._notes);
    }

    private PodInputs Fill()
    {
        var references = PodReferences.Of(_pod);
        var inputs = _known with
        {
            ConfigMaps = references.ConfigMaps.ToDictionary(name => name, ConfigMap),
            Claims = references.Claims.ToDictionary(name => name, Claim),
            Tokens = references.Tokens.ToDictionary(place => place, _ => "<token of the service account>"),
            Images = references.Images.ToDictionary(image => image, Image),
        };
        var secrets = references.Secrets.Concat(inputs.Claims.Values.Select(volume => Shares.SecretOf(volume, _pod.Metadata.NamespaceProperty)).OfType<string>()).Distinct();
        return inputs with { Secrets = secrets.ToDictionary(name => name, Secret) };
    }

    private V1ConfigMap ConfigMap(string name)
    {
        if (_known.ConfigMaps.TryGetValue(name, out var known)) return known;
        Later($"ConfigMap/{name}", "is read when the pod is created");
        return new V1ConfigMap { Data = Keys(name, isSecret: false).ToDictionary(key => key, key => $"<ConfigMap {name}, key {key}>") };
    }

    private V1Secret Secret(string name)
    {
        if (_known.Secrets.TryGetValue(name, out var known)) return known;
        Later($"Secret/{name}", "is read when the pod is created");
        return new V1Secret { Data = Keys(name, isSecret: true).ToDictionary(key => key, key => Encoding.UTF8.GetBytes($"<Secret {name}, key {key}>")) };
    }

    private V1PersistentVolume Claim(string name)
    {
        if (_known.Claims.TryGetValue(name, out var known)) return known;
        Later($"PersistentVolumeClaim/{name}", "its volume is read when the pod is created; it must be an Azure Files share");
        return new V1PersistentVolume
        {
            Metadata = new V1ObjectMeta { Name = $"<volume of claim {name}>" },
            Spec = new V1PersistentVolumeSpec { AzureFile = new V1AzureFilePersistentVolumeSource { ShareName = $"<share of claim {name}>", SecretName = $"<secret of claim {name}>" } },
        };
    }

    private ImageAnswer Image(string image)
    {
        Later($"image {image}", "its entrypoint and user are read from its registry when the pod is created");
        // It is taken for what the pod needs it to be.
        var mustNotBeRoot = _pod.Spec.Containers.Concat(_pod.Spec.InitContainers ?? []).Any(container => container.Image == image && (container.SecurityContext?.RunAsNonRoot ?? _pod.Spec.SecurityContext?.RunAsNonRoot) == true);
        return new ImageAnswer(new ImageConfiguration([$"<entrypoint of {image}>"], [], mustNotBeRoot ? "1" : "0", ""), null);
    }

    private void Later(string what, string message) => _notes.Add(new(NoteKind.ReadLater, what, message));

    // The keys that the pod names; of an object that it takes whole, nobody can tell them.
    private HashSet<string> Keys(string name, bool isSecret)
    {
        var keys = new HashSet<string>();
        foreach (var variable in _pod.Spec.Containers.Concat(_pod.Spec.InitContainers ?? []).SelectMany(container => container.Env ?? []))
        {
            if (isSecret && variable.ValueFrom?.SecretKeyRef is { } secret && secret.Name == name) keys.Add(secret.Key);
            if (!isSecret && variable.ValueFrom?.ConfigMapKeyRef is { } map && map.Name == name) keys.Add(map.Key);
        }
        foreach (var volume in _pod.Spec.Volumes ?? [])
        {
            var items = isSecret ? Items(volume.Secret?.SecretName, volume.Secret?.Items, name) : Items(volume.ConfigMap?.Name, volume.ConfigMap?.Items, name);
            var projected = (volume.Projected?.Sources ?? []).SelectMany(source => isSecret ? Items(source.Secret?.Name, source.Secret?.Items, name) : Items(source.ConfigMap?.Name, source.ConfigMap?.Items, name));
            foreach (var item in items.Concat(projected)) keys.Add(item.Key);
        }
        if (isSecret) keys.UnionWith(["azurestorageaccountname", "azurestorageaccountkey", "workspaceId", "workspaceKey"]);
        return keys;
    }

    private static IEnumerable<V1KeyToPath> Items(string? of, IList<V1KeyToPath>? items, string name) => of == name ? items ?? [] : [];
}
