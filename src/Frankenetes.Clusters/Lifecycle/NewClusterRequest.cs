using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>The cluster that is wanted.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Location">The region; null takes the environment's.</param>
/// <param name="Version">The Kubernetes version; null takes the newest tested one.</param>
internal sealed record NewClusterRequest(string Name, string? Location, KubernetesVersion? Version)
{
    /// <summary>How the control plane is spread over container groups; null: Compact, or as an earlier run was told that did not end.</summary>
    public ClusterTopology? Topology { get; init; }

    /// <summary>What containers get that ask for nothing; null leaves it to the node.</summary>
    public PodDefaults? PodDefaults { get; init; }

    /// <summary>Taints that the node registers with; null: none.</summary>
    public IReadOnlyList<string>? Taints { get; init; }

    /// <summary>Nodes besides the control plane's own; null: none.</summary>
    public IReadOnlyList<NodeRecord>? Nodes { get; init; }

    /// <summary>Checks what can be checked without a call.</summary>
    /// <exception cref="FrankenetesException">InvalidClusterName, InvalidLocation or InvalidKubernetesVersion.</exception>
    public static NewClusterRequest Parse(string name, string? location, string? version)
    {
        ClusterNames.Check(name);
        if (location is not null)
            ClusterNames.CheckLocation(location);
        if (version is null)
            return new NewClusterRequest(name, location, null);
        if (!KubernetesVersion.TryParse(version, out var parsed))
            throw new FrankenetesException(ErrorCatalog.InvalidKubernetesVersion, $"'{version}' is not a Kubernetes version.", version);
        if (parsed.IsOlderThan(KubernetesVersion.Oldest))
            throw new FrankenetesException(ErrorCatalog.InvalidKubernetesVersion, $"Kubernetes {parsed} is older than {KubernetesVersion.Oldest}.", version);
        return new NewClusterRequest(name, location, parsed);
    }

    /// <summary>What will be made, for -WhatIf and -Confirm.</summary>
    public string Describe() =>
        $"Make cluster '{Name}'{(Location is null ? "" : $" in {Location}")}: resource groups '{Name}' and '{ClusterNames.PodResourceGroupOf(Name)}', three storage accounts, "
        + $"and {ControlPlane()} with Kubernetes {Version ?? KubernetesVersion.NewestTested}"
        + string.Concat((Nodes ?? []).Select(node => $", container group '{ClusterNames.NodeGroup(node.Name)}' with the {node.OperatingSystem} node '{node.Name}'")) + ".";

    private string ControlPlane()
    {
        var groups = ControlPlaneShape.Of(Topology ?? ClusterTopology.Compact).Groups;
        return $"container group{(groups.Count == 1 ? "" : "s")} {string.Join(", ", groups.Select(name => $"'{name}'"))}";
    }
}
