using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.Models;

/// <summary>How much of a quota the subscription uses in a region. Source: Microsoft.ContainerInstance 2023-05-01, Usage; read only.</summary>
public sealed class ContainerInstanceUsage
{
    /// <summary>What is used, by everybody in the subscription.</summary>
    [JsonPropertyName("currentValue")]
    public long? CurrentValue { get; set; }

    /// <summary>What is granted.</summary>
    [JsonPropertyName("limit")]
    public long? Limit { get; set; }

    /// <summary>Which quota: <c>ContainerGroups</c>, <c>StandardCores</c> and others.</summary>
    [JsonPropertyName("name")]
    public ContainerInstanceUsageName? Name { get; set; }
}

/// <summary>A quota's name. Source: Microsoft.ContainerInstance 2023-05-01, UsageName.</summary>
public sealed class ContainerInstanceUsageName
{
    /// <summary>For programs.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; set; }

    /// <summary>For people.</summary>
    [JsonPropertyName("localizedValue")]
    public string? LocalizedValue { get; set; }
}
