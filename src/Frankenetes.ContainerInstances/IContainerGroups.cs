using Azure;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.ContainerInstances;

/// <summary>
/// Container groups of one subscription. Every call may be repeated; failures are <see cref="RequestFailedException"/> with ARM's code and request id.
/// Safe for use by many threads. Source: Microsoft.ContainerInstance 2023-05-01.
/// </summary>
public interface IContainerGroups
{
    /// <summary>Reads a group with its instance view.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Null when there is no such group or resource group.</returns>
    Task<ContainerGroupData?> GetAsync(string resourceGroup, string name, CancellationToken cancellationToken = default);

    /// <summary>Lists groups, without instance views as ARM does.</summary>
    /// <param name="resourceGroup">Null lists the whole subscription.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Pages are fetched as they are read; an absent resource group lists nothing.</returns>
    IAsyncEnumerable<ContainerGroupData> ListAsync(string? resourceGroup, CancellationToken cancellationToken = default);

    /// <summary>Creates a group, or updates and restarts an existing one.</summary>
    /// <param name="resourceGroup">Resource group; must exist.</param>
    /// <param name="name">Container group.</param>
    /// <param name="data">The whole group.</param>
    /// <param name="waitUntil">Started returns as soon as ARM accepted the request; Completed follows the operation as fast as Retry-After allows.</param>
    /// <param name="cancellationToken">Stops the call, not the operation behind it.</param>
    /// <returns>The group as ARM answered last.</returns>
    Task<ContainerGroupData> CreateOrUpdateAsync(string resourceGroup, string name, ContainerGroupData data, WaitUntil waitUntil, CancellationToken cancellationToken = default);

    /// <summary>Replaces a group's tags; restarts nothing.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group.</param>
    /// <param name="tags">All tags.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The group.</returns>
    Task<ContainerGroupData> UpdateTagsAsync(string resourceGroup, string name, IDictionary<string, string> tags, CancellationToken cancellationToken = default);

    /// <summary>Deletes a group; an absent one is success.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group.</param>
    /// <param name="waitUntil">Completed waits until it is gone.</param>
    /// <param name="cancellationToken">Stops the call, not the operation behind it.</param>
    /// <returns>When accepted or done.</returns>
    Task DeleteAsync(string resourceGroup, string name, WaitUntil waitUntil, CancellationToken cancellationToken = default);

    /// <summary>Reads a container's output.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group.</param>
    /// <param name="container">Container.</param>
    /// <param name="tail">Last lines only; null: all that is kept (4 MB).</param>
    /// <param name="timestamps">Starts each line with an RFC 3339 time.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Text; empty when nothing was written.</returns>
    Task<string> GetLogsAsync(string resourceGroup, string name, string container, int? tail, bool timestamps, CancellationToken cancellationToken = default);

    /// <summary>Starts one program in a running container.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group.</param>
    /// <param name="container">Container.</param>
    /// <param name="content">Program and terminal size.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Where to talk to it.</returns>
    Task<ContainerExecResult> ExecuteCommandAsync(string resourceGroup, string name, string container, ContainerExecContent content, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads what containers use from Azure Monitor: averages of whole minutes, per container. Source: Microsoft.Insights metrics 2018-01-01, metrics <c>CpuUsage</c> and <c>MemoryUsage</c>.
    /// </summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group; absent is an error (404).</param>
    /// <param name="from">The first minute.</param>
    /// <param name="to">After the last one; at most a day after the first.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>By container, oldest minute first; a container that was not measured is missing. Azure measures with a delay of a minute or two.</returns>
    Task<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>> GetUsageAsync(string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default);

    /// <summary>Joins the output of a running container's own process.</summary>
    /// <param name="resourceGroup">Resource group.</param>
    /// <param name="name">Container group.</param>
    /// <param name="container">Container.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Where to listen; the password goes into the Authorization header.</returns>
    Task<ContainerExecResult> AttachAsync(string resourceGroup, string name, string container, CancellationToken cancellationToken = default);
}
