using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>An Azure Files share as a volume. Source: Microsoft.ContainerInstance 2023-05-01, AzureFileVolume.</summary>
public sealed class ContainerInstanceAzureFileVolume
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="shareName">Share.</param>
    /// <param name="storageAccountName">Account.</param>
    public ContainerInstanceAzureFileVolume(string shareName, string storageAccountName)
    {
        ShareName = shareName;
        StorageAccountName = storageAccountName;
    }

    /// <summary>Share.</summary>
    [JsonPropertyName("shareName")]
    public string ShareName { get; set; }

    /// <summary>Account.</summary>
    [JsonPropertyName("storageAccountName")]
    public string StorageAccountName { get; set; }

    /// <summary>Never returned.</summary>
    [JsonPropertyName("storageAccountKey")]
    public string? StorageAccountKey { get; set; }

    /// <summary>Null means writable.</summary>
    [JsonPropertyName("readOnly")]
    public bool? IsReadOnly { get; set; }
}
