using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>One environment variable. Source: Microsoft.ContainerInstance 2023-05-01, EnvironmentVariable.</summary>
public sealed class ContainerEnvironmentVariable
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="name">A letter or underscore, then letters, digits, underscores; 63 characters at most.</param>
    public ContainerEnvironmentVariable(string name)
    {
        Name = name;
    }

    /// <summary>A letter or underscore, then letters, digits, underscores; 63 characters at most.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; }

    /// <summary>Readable by whoever can read the group; null where <see cref="SecureValue"/> is set.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; set; }

    /// <summary>Never returned by the service.</summary>
    [JsonPropertyName("secureValue")]
    public string? SecureValue { get; set; }
}
