using Azure;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances;

/// <summary>Resource groups of one subscription; same rules as <see cref="IContainerGroups"/>. Source: Microsoft.Resources 2021-04-01.</summary>
public interface IResourceGroups
{
    /// <summary>Reads a resource group.</summary>
    /// <param name="name">Resource group.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null when absent.</returns>
    Task<ResourceGroupData?> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lists resource groups that bear a tag.</summary>
    /// <param name="tagName">Tag; null lists all.</param>
    /// <param name="tagValue">Null takes any value.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Pages are fetched as they are read.</returns>
    IAsyncEnumerable<ResourceGroupData> ListAsync(string? tagName = null, string? tagValue = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a resource group, or updates its tags.</summary>
    /// <param name="name">Resource group.</param>
    /// <param name="data">Location and tags.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The resource group.</returns>
    Task<ResourceGroupData> CreateOrUpdateAsync(string name, ResourceGroupData data, CancellationToken cancellationToken = default);

    /// <summary>Deletes a resource group with all that is in it; an absent one is success.</summary>
    /// <param name="name">Resource group.</param>
    /// <param name="waitUntil">Completed waits until it is gone.</param>
    /// <param name="cancellationToken">Stops the call, not the operation behind it.</param>
    /// <returns>When accepted or done.</returns>
    Task DeleteAsync(string name, WaitUntil waitUntil, CancellationToken cancellationToken = default);
}
