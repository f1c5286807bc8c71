using System.Text.Json;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>Reads pods (core/v1).</summary>
internal static class PodReader
{
    private const string DefaultContainer = "kubectl.kubernetes.io/default-container";

    /// <param name="pod">The pod.</param>
    /// <param name="cluster">The name of its cluster.</param>
    /// <param name="now">What its age is measured to.</param>
    /// <param name="deleted">Whether this is the last that was seen of it.</param>
    public static FrankenetesPod Read(JsonElement pod, string cluster, DateTimeOffset now, bool deleted = false)
    {
        var (metadata, spec, status) = (pod.GetProperty("metadata"), pod.Member("spec"), pod.Member("status"));
        var states = status.Items("containerStatuses").ToList();
        var names = spec.Items("containers").Select(container => container.Text("name") ?? "").ToList();
        var created = metadata.GetProperty("creationTimestamp").GetDateTimeOffset();
        return new FrankenetesPod
        {
            Name = metadata.GetProperty("name").GetString()!,
            Namespace = metadata.GetProperty("namespace").GetString()!,
            Uid = metadata.GetProperty("uid").GetString()!,
            ClusterName = cluster,
            Phase = status.Text("phase") ?? "Unknown",
            Status = deleted ? "Deleted" : PodStatusText.Of(metadata, spec, status),
            Containers = names.Count,
            ReadyContainers = states.Count(container => container.Flag("ready")),
            Restarts = states.Sum(container => container.Number("restartCount") ?? 0),
            IPAddress = status.Text("podIP"),
            NodeName = spec.Text("nodeName"),
            ContainerNames = names,
            InitContainerNames = [.. spec.Items("initContainers").Select(container => container.Text("name") ?? "")],
            DefaultContainer = metadata.Texts("annotations").TryGetValue(DefaultContainer, out var named) && names.Contains(named) ? named : names.FirstOrDefault(),
            Images = [.. spec.Items("containers").Select(container => container.Text("image") ?? "")],
            Conditions = Conditions(status),
            Message = Message(status),
            Owner = Owner(metadata),
            Labels = metadata.Texts("labels"),
            Deleted = deleted,
            CreatedAt = created,
            Age = now - created,
        };
    }

    /// <summary>Whether a pod is over, for better or worse.</summary>
    public static bool HasEnded(JsonElement pod) => pod.Member("status").Text("phase") is "Succeeded" or "Failed";

    private static Dictionary<string, string> Conditions(JsonElement status)
    {
        var conditions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var condition in status.Items("conditions"))
            conditions[condition.Text("type") ?? ""] = condition.Text("status") ?? "Unknown";
        return conditions;
    }

    private static string? Message(JsonElement status) => status.Text("message")
        ?? status.Items("initContainerStatuses").Concat(status.Items("containerStatuses")).Select(StateMessage).FirstOrDefault(text => text is not null)
        ?? status.Items("conditions").Where(condition => condition.Text("status") == "False").Select(condition => condition.Text("message")).FirstOrDefault(text => text is not null);

    private static string? StateMessage(JsonElement container)
    {
        var state = container.Member("state");
        return state.Member("waiting").Text("message") ?? state.Member("terminated").Text("message");
    }

    private static string? Owner(JsonElement metadata)
    {
        var owner = metadata.Items("ownerReferences").FirstOrDefault(reference => reference.Flag("controller"));
        return owner.ValueKind == JsonValueKind.Object ? $"{owner.Text("kind")}/{owner.Text("name")}" : null;
    }
}
