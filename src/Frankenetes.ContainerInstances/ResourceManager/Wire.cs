using System.Text.Json.Serialization;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>One page of a list. Source: ARM's list convention.</summary>
internal sealed record Page<T>(
    [property: JsonPropertyName("value")] IReadOnlyList<T>? Value,
    [property: JsonPropertyName("nextLink")] string? NextLink);

/// <summary>A PATCH of tags.</summary>
internal sealed record TagsPatch([property: JsonPropertyName("tags")] IDictionary<string, string> Tags);

/// <summary>Answer of listKeys. Source: Microsoft.Storage 2022-09-01.</summary>
internal sealed record StorageAccountKeys([property: JsonPropertyName("keys")] IReadOnlyList<StorageAccountKey> Keys);

/// <summary>One key of an account.</summary>
internal sealed record StorageAccountKey(
    [property: JsonPropertyName("keyName")] string KeyName,
    [property: JsonPropertyName("value")] string Value);

/// <summary>Answer of an Azure-AsyncOperation URL. Source: ARM's asynchronous operations.</summary>
internal sealed record OperationStatus(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("error")] OperationError? Error);

/// <summary>Why an operation failed.</summary>
internal sealed record OperationError(
    [property: JsonPropertyName("code")] string? Code,
    [property: JsonPropertyName("message")] string? Message);
