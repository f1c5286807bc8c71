using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Variables;

/// <summary>
/// A container's variables, in Kubernetes' order: where Services and the API server are, <c>envFrom</c>, <c>env</c>; later ones win.
/// </summary>
internal sealed partial class EnvironmentResolver(V1PodSpec spec, PodInputs inputs, DownwardFields fields, TranslationSettings settings, Notes notes)
{
    public Dictionary<string, EnvironmentValue> Resolve(V1Container container, string at)
    {
        var port = settings.ApiServerPort.ToString(CultureInfo.InvariantCulture);
        var found = new Dictionary<string, EnvironmentValue>();
        if (spec.EnableServiceLinks != false)
            foreach (var (name, value) in ServiceLinks.Of(inputs.Services)) found[name] = new(value, false);
        found["KUBERNETES_SERVICE_HOST"] = new(settings.ApiServerHost, false);
        found["KUBERNETES_SERVICE_PORT"] = found["KUBERNETES_SERVICE_PORT_HTTPS"] = new(port, false);
        foreach (var (source, i) in (container.EnvFrom ?? []).Select((source, i) => (source, i))) AddAll(source, string.Create(CultureInfo.InvariantCulture, $"{at}.envFrom[{i}]"), found);
        foreach (var variable in container.Env ?? [])
        {
            var place = $"{at}.env[{variable.Name}]";
            if (Value(variable, place, container.Name, found) is { } value) found[variable.Name] = value;
        }
        return found;
    }

    /// <summary>As ACI wants them; what holds a secret is never shown again by ARM.</summary>
    public static List<ContainerEnvironmentVariable> Compose(IReadOnlyDictionary<string, EnvironmentValue> variables) =>
        [.. variables.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.IsSecret
            ? new ContainerEnvironmentVariable(pair.Key) { SecureValue = pair.Value.Text }
            : new ContainerEnvironmentVariable(pair.Key) { Value = pair.Value.Text })];

    private void AddAll(V1EnvFromSource source, string at, Dictionary<string, EnvironmentValue> found)
    {
        var skipped = new List<string>();
        void Add(string key, EnvironmentValue value)
        {
            if (Legal().IsMatch(source.Prefix + key)) found[source.Prefix + key] = value;
            else skipped.Add(source.Prefix + key);
        }

        if (source.ConfigMapRef is { } map && Inputs.ConfigMap(inputs, map.Name, map.Optional) is { } configMap)
            foreach (var (key, value) in configMap.Data ?? new Dictionary<string, string>()) Add(key, new(value, false));
        if (source.SecretRef is { } reference && Inputs.Secret(inputs, reference.Name, reference.Optional) is { } secret)
            foreach (var (key, value) in secret.Data ?? new Dictionary<string, byte[]>()) Add(key, new(Encoding.UTF8.GetString(value), true));
        // As kubelets do, with a word about it.
        if (skipped.Count > 0) notes.Ignored(at, $"keys that are no variable names are left out: {string.Join(", ", skipped.Order())}");
    }

    private EnvironmentValue? Value(V1EnvVar variable, string at, string containerName, Dictionary<string, EnvironmentValue> known)
    {
        if (variable.ValueFrom is not { } source) return VariableExpansion.Expand(variable.Value ?? "", known);
        if (source.ConfigMapKeyRef is { } mapKey)
        {
            var configMap = Inputs.ConfigMap(inputs, mapKey.Name, mapKey.Optional);
            return configMap?.Data is { } data && data.TryGetValue(mapKey.Key, out var text) ? new(text, false) : Absent(mapKey.Optional, $"key {mapKey.Key} in ConfigMap {mapKey.Name}");
        }
        if (source.SecretKeyRef is { } secretKey)
        {
            var secret = Inputs.Secret(inputs, secretKey.Name, secretKey.Optional);
            return secret?.Data is { } data && data.TryGetValue(secretKey.Key, out var bytes)
                ? new(Encoding.UTF8.GetString(bytes), true) : Absent(secretKey.Optional, $"key {secretKey.Key} in Secret {secretKey.Name}");
        }
        if (source.FieldRef is { } field) return new(fields.Field(at, field.FieldPath), false);
        if (source.ResourceFieldRef is { } resource) return new(fields.Resource(at, resource, containerName), false);
        throw new RefusedPodException(at, "this source of a value is not known");
    }

    private static EnvironmentValue? Absent(bool? optional, string what) => optional == true ? null : throw new MissingInputException($"there is no {what}");

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Legal();
}
