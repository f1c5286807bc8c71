using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A command run inside the container; exit code 0 passes. Source: Microsoft.ContainerInstance 2023-05-01, ContainerExec.</summary>
public sealed class ContainerExec
{
    /// <summary>Program and arguments, no shell.</summary>
    [JsonPropertyName("command")]
    public IList<string> Command { get; set; } = [];
}
