namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>A user-assigned identity as it outlives the process.</summary>
internal sealed record UserAssignedIdentity
{
    public required string ResourceGroup { get; init; }

    public required string Name { get; init; }

    public required string Location { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public Guid PrincipalId { get; init; } = Guid.NewGuid();

    public Guid ClientId { get; init; } = Guid.NewGuid();

    /// <summary>What it is called in the state folder; unlike any other's.</summary>
    public string Key => KeyOf(ResourceGroup, Name);

    public static string KeyOf(string resourceGroup, string name) => $"{resourceGroup}~{name}".ToLowerInvariant();
}
