using Azure;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances;

/// <summary>What Microsoft.ContainerInstance tells of a region. Every call may be repeated; failures are <see cref="RequestFailedException"/>. Source: Microsoft.ContainerInstance 2023-05-01.</summary>
public interface ILocations
{
    /// <summary>Lists what container groups may be there: operating systems, GPUs, the largest sizes.</summary>
    /// <param name="location">Region, such as eastus.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Pages are fetched as they are read.</returns>
    IAsyncEnumerable<ContainerCapabilities> GetCapabilitiesAsync(string location, CancellationToken cancellationToken = default);

    /// <summary>Lists the subscription's quotas there and what is used of them.</summary>
    /// <param name="location">Region, such as eastus.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Pages are fetched as they are read.</returns>
    IAsyncEnumerable<ContainerInstanceUsage> GetUsagesAsync(string location, CancellationToken cancellationToken = default);
}
