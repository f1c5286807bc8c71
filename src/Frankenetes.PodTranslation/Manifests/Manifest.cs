using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Frankenetes.PodTranslation.Manifests;

/// <summary>The objects of one or more manifests: the pods in them, those that its workloads would make, and what pods may name.</summary>
internal sealed class Manifest
{
    private const string DefaultNamespace = "default";
    private readonly List<(string Kind, string Namespace, JsonObject Object)> _objects = [];

    /// <param name="documents">Objects as they would be sent to the API server; lists are taken apart.</param>
    public Manifest(IEnumerable<JsonObject> documents)
    {
        foreach (var document in documents) Add(document);
    }

    /// <summary>The pods with what they come from, for example <c>Deployment/web</c>. A workload's pod bears the workload's name.</summary>
    /// <exception cref="ManifestException">A pod in it cannot be read.</exception>
    public IEnumerable<(string Source, V1Pod Pod)> Pods() =>
        from one in _objects
        let template = Template(one.Kind, one.Object)
        where template is not null
        select ($"{one.Kind}/{Name(one.Object)}", Pod(template, one.Object, one.Namespace, $"{one.Kind}/{Name(one.Object)}"));

    /// <summary>What the manifest has for the pods of a namespace.</summary>
    public PodInputs Inputs(string podNamespace) => new()
    {
        ConfigMaps = Named<V1ConfigMap>("ConfigMap", podNamespace),
        Secrets = Named<V1Secret>("Secret", podNamespace).ToDictionary(pair => pair.Key, pair => Plain(pair.Value)),
        Services = [.. Named<V1Service>("Service", podNamespace).Values],
        Claims = Claims(podNamespace),
    };

    private void Add(JsonObject document)
    {
        var kind = Text(document, "kind") ?? throw new ManifestException("an object in it has no kind");
        if (kind.EndsWith("List", StringComparison.Ordinal) && document["items"] is JsonArray items)
            foreach (var item in items.OfType<JsonObject>()) Add(Typed(item, kind[..^4], Text(document, "apiVersion")));
        else
            _objects.Add((kind, Text(document["metadata"] as JsonObject, "namespace") ?? DefaultNamespace, document));
    }

    // Items of a typed list say neither kind nor version.
    private static JsonObject Typed(JsonObject item, string kind, string? version)
    {
        if (Text(item, "kind") is not null || kind.Length == 0) return item;
        var copy = (JsonObject)item.DeepClone();
        (copy["kind"], copy["apiVersion"]) = (kind, version);
        return copy;
    }

    private static JsonObject? Template(string kind, JsonObject document) => kind switch
    {
        "Pod" => document,
        "PodTemplate" => document["template"] as JsonObject,
        "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" or "ReplicationController" or "Job" => (document["spec"] as JsonObject)?["template"] as JsonObject,
        "CronJob" => ((document["spec"] as JsonObject)?["jobTemplate"] as JsonObject)?["spec"] is JsonObject job ? job["template"] as JsonObject : null,
        _ => null,
    };

    private static V1Pod Pod(JsonObject template, JsonObject owner, string podNamespace, string source)
    {
        var pod = Read<V1Pod>(template, source);
        pod.Metadata ??= new V1ObjectMeta();
        pod.Metadata.Name ??= Name(owner);
        pod.Metadata.NamespaceProperty ??= podNamespace;
        pod.Metadata.Uid ??= "";
        if (pod.Spec is null) throw new ManifestException($"{source} has no pod spec");
        pod.Spec.Containers ??= [];
        // What ran elsewhere is not what would be started.
        pod.Status = null;
        return pod;
    }

    private Dictionary<string, T> Named<T>(string kind, string podNamespace)
        where T : IMetadata<V1ObjectMeta>
    {
        var found = new Dictionary<string, T>();
        foreach (var one in _objects.Where(one => one.Kind == kind && one.Namespace == podNamespace)) found[Name(one.Object)] = Read<T>(one.Object, $"{kind}/{Name(one.Object)}");
        return found;
    }

    private Dictionary<string, V1PersistentVolume> Claims(string podNamespace)
    {
        var volumes = _objects.Where(one => one.Kind == "PersistentVolume").ToDictionary(one => Name(one.Object), one => Read<V1PersistentVolume>(one.Object, $"PersistentVolume/{Name(one.Object)}"));
        return Named<V1PersistentVolumeClaim>("PersistentVolumeClaim", podNamespace).Where(pair => pair.Value.Spec?.VolumeName is { } name && volumes.ContainsKey(name))
            .ToDictionary(pair => pair.Key, pair => volumes[pair.Value.Spec.VolumeName]);
    }

    // The API server does this when it stores a Secret.
    private static V1Secret Plain(V1Secret secret)
    {
        if (secret.StringData is not { Count: > 0 } texts) return secret;
        secret.Data = new Dictionary<string, byte[]>(secret.Data ?? new Dictionary<string, byte[]>());
        foreach (var (key, text) in texts) secret.Data[key] = Encoding.UTF8.GetBytes(text);
        return secret;
    }

    private static T Read<T>(JsonObject document, string source)
    {
        try
        {
            return KubernetesJson.Deserialize<T>(document.ToJsonString());
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException or NotSupportedException)
        {
            // Not the reader's words: they may quote a value.
            throw new ManifestException($"{source} is not what the API server would take{(wrong is JsonException { Path: { Length: > 0 } path } ? $" at {path}" : "")}");
        }
    }

    private static string Name(JsonObject document) => Text(document["metadata"] as JsonObject, "name") ?? Text(document["metadata"] as JsonObject, "generateName") ?? "unnamed";

    private static string? Text(JsonObject? parent, string member) => parent?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
