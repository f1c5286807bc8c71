using Azure;
using Frankenetes.ContainerInstances;
using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.VirtualKubelet.Tests.Providers.Aci;

/// <summary>Answers nothing; a test overrides what it asks for.</summary>
internal abstract class NoGroups : IContainerGroups
{
    public virtual Task<ContainerGroupData?> GetAsync(string resourceGroup, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual IAsyncEnumerable<ContainerGroupData> ListAsync(string? resourceGroup, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ContainerGroupData> CreateOrUpdateAsync(string resourceGroup, string name, ContainerGroupData data, WaitUntil waitUntil, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ContainerGroupData> UpdateTagsAsync(string resourceGroup, string name, IDictionary<string, string> tags, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task DeleteAsync(string resourceGroup, string name, WaitUntil waitUntil, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<string> GetLogsAsync(string resourceGroup, string name, string container, int? tail, bool timestamps, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<ContainerExecResult> ExecuteCommandAsync(string resourceGroup, string name, string container, ContainerExecContent content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public virtual Task<IReadOnlyDictionary<string, IReadOnlyList<ContainerUsageMinute>>> GetUsageAsync(string resourceGroup, string name, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public virtual Task<ContainerExecResult> AttachAsync(string resourceGroup, string name, string container, CancellationToken cancellationToken) => throw new NotSupportedException();
}
