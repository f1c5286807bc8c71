using System.Text;
using k8s.Models;

namespace Frankenetes.PodTranslation.Volumes;

/// <summary>The files of ConfigMap, Secret, projected and downward API volumes, as a kubelet would write them.</summary>
internal sealed class VolumeFiles(PodInputs inputs, DownwardFields fields)
{
    private const int PlainMode = 0b110_100_100;

    /// <summary>Sources later in the list win.</summary>
    /// <exception cref="MissingInputException">Something that it names is not there.</exception>
    public List<VolumeFile> Of(V1Volume volume)
    {
        var at = $"spec.volumes[{volume.Name}]";
        var all = volume switch
        {
            { ConfigMap: { } map } => ConfigMap(map.Name, map.Items, map.Optional, map.DefaultMode),
            { Secret: { } secret } => Secret(secret.SecretName, secret.Items, secret.Optional, secret.DefaultMode),
            { DownwardAPI: { } downward } => Downward(at, downward.Items, downward.DefaultMode),
            { Projected: { } projected } => (projected.Sources ?? []).SelectMany(source => Source(at, source, projected.DefaultMode)),
            _ => [],
        };
        var byPath = new Dictionary<string, VolumeFile>();
        foreach (var file in all) byPath[file.Path] = file;
        return [.. byPath.Values];
    }

    private IEnumerable<VolumeFile> Source(string at, V1VolumeProjection source, int? mode) => source switch
    {
        { ConfigMap: { } map } => ConfigMap(map.Name, map.Items, map.Optional, mode),
        { Secret: { } secret } => Secret(secret.Name, secret.Items, secret.Optional, mode),
        { DownwardAPI: { } downward } => Downward(at, downward.Items, mode),
        { ServiceAccountToken: { } token } => [new(token.Path, Encoding.UTF8.GetBytes(inputs.Tokens[new TokenPlace(token.Audience, token.ExpirationSeconds)]), mode ?? PlainMode)],
        _ => throw new RefusedPodException(at, "this projected source is not supported"),
    };

    private IEnumerable<VolumeFile> ConfigMap(string name, IList<V1KeyToPath>? items, bool? optional, int? mode)
    {
        var found = Inputs.ConfigMap(inputs, name, optional);
        var data = new Dictionary<string, byte[]>(found?.BinaryData ?? new Dictionary<string, byte[]>());
        foreach (var (key, text) in found?.Data ?? new Dictionary<string, string>()) data[key] = Encoding.UTF8.GetBytes(text);
        return Select($"ConfigMap {name}", data, items, optional, mode);
    }

    private IEnumerable<VolumeFile> Secret(string name, IList<V1KeyToPath>? items, bool? optional, int? mode) =>
        Select($"Secret {name}", Inputs.Secret(inputs, name, optional)?.Data ?? new Dictionary<string, byte[]>(), items, optional, mode);

    private static IEnumerable<VolumeFile> Select(string of, IDictionary<string, byte[]> data, IList<V1KeyToPath>? items, bool? optional, int? mode)
    {
        if (items is not { Count: > 0 }) return data.Select(pair => new VolumeFile(pair.Key, pair.Value, mode ?? PlainMode));
        var absent = items.FirstOrDefault(item => !data.ContainsKey(item.Key));
        if (absent is not null && optional != true) throw new MissingInputException($"there is no key {absent.Key} in {of}");
        return items.Where(item => data.ContainsKey(item.Key)).Select(item => new VolumeFile(item.Path, data[item.Key], item.Mode ?? mode ?? PlainMode));
    }

    private IEnumerable<VolumeFile> Downward(string at, IList<V1DownwardAPIVolumeFile>? items, int? mode) =>
        (items ?? []).Select(item => new VolumeFile(
            item.Path,
            Encoding.UTF8.GetBytes(item.FieldRef is { } field ? fields.Field($"{at}.{item.Path}", field.FieldPath) : fields.Resource($"{at}.{item.Path}", item.ResourceFieldRef, "")),
            item.Mode ?? mode ?? PlainMode));
}
