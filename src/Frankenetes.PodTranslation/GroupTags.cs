using System.Globalization;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>The tags of a pod's group: whose it is. Only groups with our cluster's id and our node's name are ever changed.</summary>
internal static class GroupTags
{
    public const string Cluster = "frankenetes-cluster";
    public const string ClusterId = "frankenetes-cluster-id";
    public const string Role = "frankenetes-role";
    public const string PodUid = "frankenetes-pod-uid";
    public const string PodNamespace = "frankenetes-pod-namespace";
    public const string PodName = "frankenetes-pod-name";
    public const string Node = "frankenetes-node";

    /// <summary>How often containers were started in groups before this one, as <c>name=count</c> with commas between.</summary>
    public const string Restarts = "frankenetes-restarts";

    // What Azure allows for a tag's value.
    private const int LongestValue = 256;

    public static Dictionary<string, string> Compose(TranslationSettings settings, V1Pod pod)
    {
        var tags = ChosenTags.Of(settings, pod);
        tags[Cluster] = settings.Cluster;
        tags[ClusterId] = settings.ClusterId;
        tags[Role] = "pod";
        tags[PodUid] = pod.Metadata.Uid;
        tags[PodNamespace] = pod.Metadata.NamespaceProperty;
        tags[PodName] = pod.Metadata.Name;
        tags[Node] = settings.NodeName;
        var restarts = string.Join(',', EarlierStarts(pod).Select(earlier => string.Create(CultureInfo.InvariantCulture, $"{earlier.Name}={earlier.Count}")));
        if (restarts.Length is > 0 and <= LongestValue) tags[Restarts] = restarts;
        return tags;
    }

    /// <summary>Counts by container; what the tag does not name started anew.</summary>
    public static Dictionary<string, int> ReadRestarts(IDictionary<string, string> tags)
    {
        var counts = new Dictionary<string, int>();
        foreach (var part in tags.TryGetValue(Restarts, out var text) ? text.Split(',') : [])
        {
            if (part.Split('=') is [var name, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)) counts[name] = count;
        }
        return counts;
    }

    private static IEnumerable<(string Name, int Count)> EarlierStarts(V1Pod pod) =>
        from status in (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? [])
        where !string.IsNullOrEmpty(status.ContainerID)
        select (status.Name, status.RestartCount + 1);
}
