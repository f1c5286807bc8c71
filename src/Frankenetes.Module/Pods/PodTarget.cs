using Frankenetes.Clusters.Pods;

namespace Frankenetes.Module.Pods;

/// <summary>One pod of one cluster that a cmdlet works on.</summary>
/// <param name="Client">The cluster's pods.</param>
/// <param name="Key">The pod.</param>
internal sealed record PodTarget(PodClient Client, PodKey Key)
{
    /// <summary>Cluster, namespace and name, joined by slashes.</summary>
    public override string ToString() => $"{Client.Cluster}/{Key}";
}
