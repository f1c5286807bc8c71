namespace Frankenetes.Clusters.Plans;

/// <summary>The tags by which resources are known to be ours (docs/contracts.md, section 3).</summary>
internal static class ClusterTags
{
    public const string Cluster = "frankenetes-cluster";
    public const string ClusterId = "frankenetes-cluster-id";
    public const string Role = "frankenetes-role";
    public const string ClusterRole = "cluster";
    public const string PodsRole = "pods";
    public const string ControlPlaneRole = "control-plane";
    public const string NodeRole = "node";

    /// <summary>On the cluster's own groups: the start of the control plane that they belong to.</summary>
    public const string Epoch = "frankenetes-epoch";

    /// <summary>Which node a group belongs to: on a pod's group the node that runs it, on a node's group its own.</summary>
    public const string Node = "frankenetes-node";

    /// <summary>On pods' groups: the pod that the group was made for.</summary>
    public const string PodUid = "frankenetes-pod-uid";

    /// <summary>The tags of a resource with a role.</summary>
    public static Dictionary<string, string> Of(ClusterNames names, string role) => new()
    {
        [Cluster] = names.Cluster,
        [ClusterId] = names.Id.ToString("D"),
        [Role] = role,
    };

    /// <summary>The cluster id that tags name; null when they name none.</summary>
    public static Guid? IdOf(IDictionary<string, string> tags) =>
        tags.TryGetValue(ClusterId, out var text) && Guid.TryParse(text, out var id) ? id : null;

    public static bool AreOf(IDictionary<string, string> tags, Guid id) => IdOf(tags) == id;
}
