using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frankenetes.LocalAzure.ContainerInstance.Model;

/// <summary>A volume: exactly one of its four kinds.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record Volume
{
    public string? Name { get; init; }

    public AzureFileVolume? AzureFile { get; init; }

    /// <summary>An empty object; anything in it is refused.</summary>
    public EmptyDirVolume? EmptyDir { get; init; }

    /// <summary>File names and their content, base64. Never in an answer.</summary>
    public Dictionary<string, string>? Secret { get; init; }

    public JsonElement? SecretReference { get; init; }

    public GitRepoVolume? GitRepo { get; init; }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EmptyDirVolume;

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AzureFileVolume(string? ShareName, string? StorageAccountName, string? StorageAccountKey, string? StorageAccountKeyReference, bool? ReadOnly);

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record GitRepoVolume(string? Repository, string? Directory, string? Revision);
