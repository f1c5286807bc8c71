namespace Frankenetes.LocalAzure.Hosting;

/// <summary>Azure's locations. All of them are this machine; the name decides DNS suffixes and nothing else.</summary>
internal static class Locations
{
    public const string Default = "eastus";

    public const string OtherLocation = "westeurope";

    /// <summary>Name and display name of each, as <c>GET /subscriptions/{id}/locations</c> lists them.</summary>
    public static IReadOnlyList<(string Name, string DisplayName)> All { get; } =
    [
        (Default, "East US"), (OtherLocation, "West Europe"), ("westus2", "West US 2"), ("northeurope", "North Europe"),
        ("germanywestcentral", "Germany West Central"), ("uksouth", "UK South"), ("southeastasia", "Southeast Asia"), ("australiaeast", "Australia East"),
    ];

    /// <summary>"East US" and "eastus" are one; Azure stores the second.</summary>
    public static string Normalize(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    public static bool IsKnown(string normalized) => All.Any(l => l.Name == normalized);
}
