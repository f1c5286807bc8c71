using Frankenetes.Clusters.Plans;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Records;

/// <summary>A further node: a virtual kubelet in a container group of its own.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="OperatingSystem"><c>Linux</c> or <c>Windows</c>: what its pods' groups are.</param>
/// <param name="Taints">Taints that it registers with; null: none.</param>
internal sealed record NodeRecord(string Name, string OperatingSystem, IReadOnlyList<string>? Taints)
{
    /// <summary>The Windows node that a cluster may be made with.</summary>
    public static NodeRecord Windows { get; } = new(ClusterNames.WindowsNode, "Windows", null);

    /// <summary>The node that is wanted.</summary>
    /// <exception cref="FrankenetesException">InvalidNodeName, NodeExists or InvalidValue.</exception>
    public static NodeRecord Parse(string name, bool windows, IReadOnlyList<string>? taints)
    {
        ClusterNames.CheckNode(name);
        return name == ClusterNames.Node
            ? throw new FrankenetesException(ErrorCatalog.NodeExists, $"'{name}' is the name of the control plane's own node.", name)
            : new NodeRecord(name, windows ? "Windows" : "Linux", NodeTaints.Parse(taints));
    }
}
