namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>A resource group as it outlives the process.</summary>
internal sealed record ResourceGroupDocument
{
    public required string Name { get; init; }

    public required string Location { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    public string? ManagedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The operation that deletes it; null while nobody does.</summary>
    public string? DeleteOperation { get; init; }
}
