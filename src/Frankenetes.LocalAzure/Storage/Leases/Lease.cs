namespace Frankenetes.LocalAzure.Storage.Leases;

/// <summary>A lease on a blob or container (learn.microsoft.com/rest/api/storageservices/lease-blob). No lease at all is null.</summary>
/// <param name="Id">The lease id, a GUID.</param>
/// <param name="Duration">15 to 60 s; null for an infinite lease.</param>
/// <param name="ExpiresAt">When it ends unless renewed; null for an infinite lease.</param>
/// <param name="BreaksAt">When a break takes effect; null while nobody broke it.</param>
internal sealed record Lease(Guid Id, TimeSpan? Duration, DateTimeOffset? ExpiresAt, DateTimeOffset? BreaksAt)
{
    /// <summary>The state at a time.</summary>
    public LeaseState StateAt(DateTimeOffset now)
    {
        if (BreaksAt is { } breaksAt) return breaksAt > now ? LeaseState.Breaking : LeaseState.Broken;
        return ExpiresAt is { } expiresAt && expiresAt <= now ? LeaseState.Expired : LeaseState.Leased;
    }
}
