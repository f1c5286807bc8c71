namespace Frankenetes.Clusters.Kubeconfigs;

/// <summary>What the parts of a kubeconfig are called.</summary>
/// <param name="Cluster">The cluster's entry.</param>
/// <param name="User">The user's entry, which tells ours from others'.</param>
/// <param name="Context">The context that joins them.</param>
internal sealed record KubeconfigNames(string Cluster, string User, string Context)
{
    /// <summary>Those of a cluster, for its administrator or somebody else.</summary>
    public static KubeconfigNames Of(string cluster, string? user) =>
        user is null ? new(cluster, $"frankenetes-{cluster}", cluster) : new(cluster, $"frankenetes-{cluster}-{user}", $"{user}@{cluster}");
}
