using Frankenetes.LocalAzure.Storage.Authorization;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>What <c>share.json</c> holds.</summary>
internal sealed record ShareDocument
{
    public const int DefaultQuotaGiB = 5120;

    public required string Name { get; init; }

    public required string ETag { get; init; }

    /// <summary>Whole seconds, as clients see it.</summary>
    public required DateTimeOffset LastModified { get; init; }

    /// <summary>As told by the client; it is kept and told again, not enforced.</summary>
    public int QuotaGiB { get; init; } = DefaultQuotaGiB;

    public SortedDictionary<string, string> Metadata { get; init; } = [];

    public IReadOnlyList<StoredAccessPolicy> Policies { get; init; } = [];
}
