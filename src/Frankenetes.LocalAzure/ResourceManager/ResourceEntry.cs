namespace Frankenetes.LocalAzure.ResourceManager;

/// <summary>A resource as ARM's generic list shows it, whatever provider it belongs to.</summary>
internal sealed record ResourceEntry(
    string Id,
    string Name,
    string Type,
    string ResourceGroup,
    string Location,
    IReadOnlyDictionary<string, string> Tags,
    DateTimeOffset CreatedTime,
    string ProvisioningState)
{
    public string? Kind { get; init; }

    public string? Sku { get; init; }
}
