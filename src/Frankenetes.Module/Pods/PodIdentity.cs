using System.Collections;
using System.Management.Automation;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Pods;

/// <summary>A pod as the pipeline names it.</summary>
/// <param name="ClusterName">Its cluster; null where the object does not say.</param>
/// <param name="Namespace">Its namespace; null where the object does not say.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its UID; null where any pod of that name will do.</param>
internal sealed record PodIdentity(string? ClusterName, string? Namespace, string Name, string? Uid)
{
    private static readonly string[] ListKinds = ["List", "PodList"];

    /// <summary>
    /// Reads our own pods, kubectl's JSON after ConvertFrom-Json (pods and lists of them, as objects and as hashtables), KubernetesClient's pods, names (<c>web</c>, <c>pod/web</c>,
    /// <c>namespace/web</c>), and whatever has the properties Name or PodName, Namespace and ClusterName.
    /// </summary>
    /// <exception cref="FrankenetesException">NotAPod.</exception>
    public static IEnumerable<PodIdentity> Read(object? item)
    {
        var value = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
        return value switch
        {
            FrankenetesPod pod => [new PodIdentity(pod.ClusterName, pod.Namespace, pod.Name, pod.Uid)],
            string text => [FromText(text)],
            null => throw NotAPod("Nothing"),
            FrankenetesCluster or ValueType => throw NotAPod($"A {value.GetType().Name}"),
            _ => FromMembers(PSObject.AsPSObject(value)),
        };
    }

    private static List<PodIdentity> FromMembers(PSObject item)
    {
        var kind = Text(item, "kind");
        if (Member(item, "items") is { } list && (kind is null || ListKinds.Contains(kind)) && LanguagePrimitives.GetEnumerable(list) is { } items)
            return items.Cast<object?>().SelectMany(Read).ToList();
        if (kind is not null and not "Pod")
            throw NotAPod($"A {kind}");
        if (Member(item, "metadata") is { } metadata)
            return [FromMetadata(PSObject.AsPSObject(metadata), Text(item, "ClusterName"))];
        return Text(item, "PodName") is { } named || (named = Text(item, "Name")) is not null
            ? [new PodIdentity(Text(item, "ClusterName"), Text(item, "Namespace"), named!, Text(item, "Uid"))]
            : throw NotAPod($"An object of type {item.TypeNames[0]}");
    }

    private static PodIdentity FromMetadata(PSObject metadata, string? cluster) =>
        new(cluster, Text(metadata, "namespace") ?? Text(metadata, "namespaceProperty"), Text(metadata, "name") ?? throw NotAPod("An object without a name"), Text(metadata, "uid"));

    private static PodIdentity FromText(string text)
    {
        var parts = text.Split('/', 2);
        return parts.Length == 1 || parts[0] is "pod" or "pods" or "po" ? new PodIdentity(null, null, parts[^1], null) : new PodIdentity(null, parts[0], parts[1], null);
    }

    private static string? Text(PSObject item, string name) => Member(item, name)?.ToString() is { Length: > 0 } text ? text : null;

    private static object? Member(PSObject item, string name)
    {
        var value = item.BaseObject is IDictionary table
            ? table.Keys.Cast<object>().Where(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase)).Select(key => table[key]).FirstOrDefault()
            : item.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }

    private static FrankenetesException NotAPod(string what) => new(ErrorCatalog.NotAPod, $"{what} names no pod.");
}
