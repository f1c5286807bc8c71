using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A volume of the group; exactly one source is set. Source: Microsoft.ContainerInstance 2023-05-01, Volume.</summary>
public sealed class ContainerVolume
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="name">5 to 63 lower-case letters, digits and single hyphens.</param>
    public ContainerVolume(string name)
    {
        Name = name;
    }

    /// <summary>5 to 63 lower-case letters, digits and single hyphens.</summary>
    [JsonPropertyName("name")]
    public string Name { get; set; }

    /// <summary>A share.</summary>
    [JsonPropertyName("azureFile")]
    public ContainerInstanceAzureFileVolume? AzureFile { get; set; }

    /// <summary>A folder of the group's own.</summary>
    [JsonPropertyName("emptyDir")]
    public ContainerEmptyDirVolume? EmptyDir { get; set; }

    /// <summary>File name to base64 content; never returned.</summary>
    [JsonPropertyName("secret")]
    public IDictionary<string, string>? Secret { get; set; }

    /// <summary>A repository.</summary>
    [JsonPropertyName("gitRepo")]
    public ContainerInstanceGitRepoVolume? GitRepo { get; set; }
}
