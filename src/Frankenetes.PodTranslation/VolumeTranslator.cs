using System.Text;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// A pod's volumes as ACI's. Files of ConfigMaps, Secrets, tokens and the downward API become ACI secret volumes, fixed when the group is created.
/// Modes are ignored: ACI writes all files of a secret volume with one mode.
/// </summary>
internal sealed class VolumeTranslator(PodInputs inputs, DownwardFields fields, IReadOnlyDictionary<string, string> names)
{
    public ContainerVolume Translate(V1Volume volume)
    {
        var at = $"spec.volumes[{volume.Name}]";
        var result = new ContainerVolume(names[volume.Name]);
        if (volume.EmptyDir is not null) result.EmptyDir = new ContainerEmptyDirVolume();
        else if (volume.ConfigMap is { } map) Put(result, ConfigMapFiles(at, map.Name, map.Items, map.Optional));
        else if (volume.Secret is { } secret) Put(result, SecretFiles(at, secret.SecretName, secret.Items, secret.Optional));
        else if (volume.Projected is { } projected) Put(result, (projected.Sources ?? []).SelectMany(source => ProjectedFiles(at, source)));
        else if (volume.DownwardAPI is { } downward) Put(result, DownwardFiles(at, downward.Items));
        else if (volume.AzureFile is { } share) result.AzureFile = Share(share);
        else throw new RefusedPodException(at, UnsupportedVolumes.Reason(volume));
        return result;
    }

    private static void Put(ContainerVolume volume, IEnumerable<(string Name, byte[] Content)> files)
    {
        var secret = new Dictionary<string, string>();
        // Sources later in the list win, as in a projected volume.
        foreach (var (name, content) in files) secret[name] = Convert.ToBase64String(content);
        // ACI refuses a secret volume without files; an empty folder is what the pod expects.
        if (secret.Count == 0) volume.EmptyDir = new ContainerEmptyDirVolume();
        else volume.Secret = secret;
    }

    private IEnumerable<(string, byte[])> ProjectedFiles(string at, V1VolumeProjection source)
    {
        if (source.ConfigMap is { } map) return ConfigMapFiles(at, map.Name, map.Items, map.Optional);
        if (source.Secret is { } secret) return SecretFiles(at, secret.Name, secret.Items, secret.Optional);
        if (source.DownwardAPI is { } downward) return DownwardFiles(at, downward.Items);
        if (source.ServiceAccountToken is { } token)
            return [(Flat(at, token.Path), Encoding.UTF8.GetBytes(inputs.Tokens[new TokenPlace(token.Audience, token.ExpirationSeconds)]))];
        throw new RefusedPodException(at, "this projected source is not supported");
    }

    private IEnumerable<(string, byte[])> ConfigMapFiles(string at, string name, IList<V1KeyToPath>? items, bool? optional)
    {
        var found = Inputs.ConfigMap(inputs, name, optional);
        var data = new Dictionary<string, byte[]>(found?.BinaryData ?? new Dictionary<string, byte[]>());
        foreach (var (key, text) in found?.Data ?? new Dictionary<string, string>()) data[key] = Encoding.UTF8.GetBytes(text);
        return Select(at, $"ConfigMap {name}", data, items, optional);
    }

    private IEnumerable<(string, byte[])> SecretFiles(string at, string name, IList<V1KeyToPath>? items, bool? optional) =>
        Select(at, $"Secret {name}", Inputs.Secret(inputs, name, optional)?.Data ?? new Dictionary<string, byte[]>(), items, optional);

    private static IEnumerable<(string, byte[])> Select(string at, string of, IDictionary<string, byte[]> data, IList<V1KeyToPath>? items, bool? optional)
    {
        if (items is not { Count: > 0 }) return data.Select(pair => (pair.Key, pair.Value));
        var absent = items.FirstOrDefault(item => !data.ContainsKey(item.Key));
        if (absent is not null && optional != true) throw new MissingInputException($"there is no key {absent.Key} in {of}");
        return items.Where(item => data.ContainsKey(item.Key)).Select(item => (Flat(at, item.Path), data[item.Key]));
    }

    private IEnumerable<(string, byte[])> DownwardFiles(string at, IList<V1DownwardAPIVolumeFile>? items) =>
        (items ?? []).Select(item => (Flat(at, item.Path), Encoding.UTF8.GetBytes(
            item.FieldRef is { } field ? fields.Field($"{at}.{item.Path}", field.FieldPath) : fields.Resource($"{at}.{item.Path}", item.ResourceFieldRef, ""))));

    private ContainerInstanceAzureFileVolume Share(V1AzureFileVolumeSource share)
    {
        var secret = Inputs.Secret(inputs, share.SecretName, false)!;
        string Read(string key) => secret.Data is { } data && data.TryGetValue(key, out var value)
            ? Encoding.UTF8.GetString(value) : throw new MissingInputException($"there is no key {key} in Secret {share.SecretName}");
        return new(share.ShareName, Read("azurestorageaccountname")) { StorageAccountKey = Read("azurestorageaccountkey"), IsReadOnly = share.ReadOnlyProperty };
    }

    private static string Flat(string at, string path) =>
        path.Contains('/') ? throw new RefusedPodException(at, $"the path {path} has folders; ACI's secret volumes are flat") : path;
}
