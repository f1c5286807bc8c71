using Frankenetes.ContainerInstances.Models;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>Microsoft.ContainerInstance/locations, api-version 2023-05-01.</summary>
internal sealed class Locations(ArmPipeline arm) : ILocations
{
    private const string ApiVersion = "2023-05-01";

    public IAsyncEnumerable<ContainerCapabilities> GetCapabilitiesAsync(string location, CancellationToken cancellationToken) => arm.ListAsync(
        arm.Address($"/providers/Microsoft.ContainerInstance/locations/{Uri.EscapeDataString(location)}/capabilities", ApiVersion), ArmJson.Default.CapabilitiesPage, cancellationToken);

    public IAsyncEnumerable<ContainerInstanceUsage> GetUsagesAsync(string location, CancellationToken cancellationToken) => arm.ListAsync(
        arm.Address($"/providers/Microsoft.ContainerInstance/locations/{Uri.EscapeDataString(location)}/usages", ApiVersion), ArmJson.Default.UsagesPage, cancellationToken);
}
