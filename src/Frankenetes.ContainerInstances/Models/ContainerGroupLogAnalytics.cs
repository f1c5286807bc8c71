using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>The Log Analytics workspace that a group's logs go to. Source: Microsoft.ContainerInstance 2023-05-01, LogAnalytics.</summary>
public sealed class ContainerGroupLogAnalytics
{
    /// <summary>Starts with what the service requires.</summary>
    /// <param name="workspaceId">A GUID.</param>
    /// <param name="workspaceKey">A secret.</param>
    public ContainerGroupLogAnalytics(string workspaceId, string workspaceKey)
    {
        WorkspaceId = workspaceId;
        WorkspaceKey = workspaceKey;
    }

    /// <summary>A GUID.</summary>
    [JsonPropertyName("workspaceId")]
    public string WorkspaceId { get; set; }

    /// <summary>Never returned.</summary>
    [JsonPropertyName("workspaceKey")]
    public string WorkspaceKey { get; set; }

    /// <summary>ContainerInsights or ContainerInstanceLogs; null: the service's default.</summary>
    [JsonPropertyName("logType")]
    public string? LogType { get; set; }

    /// <summary>Sent along with every entry; null: nothing.</summary>
    [JsonPropertyName("metadata")]
    public IDictionary<string, string>? Metadata { get; set; }

    /// <summary>Null: the workspace is found by its id.</summary>
    [JsonPropertyName("workspaceResourceId")]
    public string? WorkspaceResourceId { get; set; }
}
