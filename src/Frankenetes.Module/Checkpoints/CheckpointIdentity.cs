using System.Management.Automation;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Checkpoints;

/// <summary>A cluster, or one checkpoint of it, as the pipeline names it.</summary>
/// <param name="ClusterName">The cluster.</param>
/// <param name="Name">The checkpoint; null where a cluster came.</param>
internal sealed record CheckpointIdentity(string ClusterName, string? Name)
{
    /// <summary>Reads our own clusters and checkpoints, clusters' names, and whatever has the properties ClusterName and Name.</summary>
    /// <exception cref="FrankenetesException">InvalidValue.</exception>
    public static CheckpointIdentity Read(object item)
    {
        var value = item is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : item;
        return value switch
        {
            FrankenetesCluster cluster => new(cluster.Name, null),
            FrankenetesCheckpoint checkpoint => new(checkpoint.ClusterName, checkpoint.Name),
            string cluster => new(cluster, null),
            _ when Text(value, "ClusterName") is { } cluster => new(cluster, Text(value, "Name")),
            _ => throw new FrankenetesException(ErrorCatalog.InvalidValue, $"An object of type {PSObject.AsPSObject(value).TypeNames[0]} names neither a cluster nor a checkpoint: it has no property ClusterName."),
        };
    }

    private static string? Text(object item, string name) => PSObject.AsPSObject(item).Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;
}
