namespace Frankenetes.ContainerInstances.Models;

/// <summary>A folder that lives as long as the group. Source: Microsoft.ContainerInstance 2023-05-01, Volume.emptyDir, an empty object.</summary>
public sealed class ContainerEmptyDirVolume
{
}
