using Frankenetes.LocalAzure.Storage.Authorization;
using Frankenetes.LocalAzure.Storage.Leases;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>What <c>container.json</c> holds.</summary>
internal sealed record ContainerDocument
{
    public required string Name { get; init; }

    public required string ETag { get; init; }

    /// <summary>Whole seconds, as clients see it.</summary>
    public required DateTimeOffset LastModified { get; init; }

    public SortedDictionary<string, string> Metadata { get; init; } = [];

    public IReadOnlyList<StoredAccessPolicy> Policies { get; init; } = [];

    /// <summary>Null when there is none. It guards the container's deletion, not its blobs.</summary>
    public Lease? Lease { get; init; }
}
