using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>A repository cloned when the group starts. Source: Microsoft.ContainerInstance 2023-05-01, GitRepoVolume.</summary>
public sealed class ContainerInstanceGitRepoVolume
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="repository">URL.</param>
    public ContainerInstanceGitRepoVolume(string repository)
    {
        Repository = repository;
    }

    /// <summary>URL.</summary>
    [JsonPropertyName("repository")]
    public string Repository { get; set; }

    /// <summary>Null: a folder named for the repository.</summary>
    [JsonPropertyName("directory")]
    public string? Directory { get; set; }

    /// <summary>Null: the default branch's newest commit.</summary>
    [JsonPropertyName("revision")]
    public string? Revision { get; set; }
}
