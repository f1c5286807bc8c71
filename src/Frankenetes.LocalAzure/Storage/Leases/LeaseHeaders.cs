using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Leases;

/// <summary>Leases in headers.</summary>
internal static class LeaseHeaders
{
    /// <summary>A lease id of the request; null when the header is absent.</summary>
    public static Guid? Id(StorageRequest request, string header) => request.Header(header) is not { } text
        ? null
        : Guid.TryParse(text, out var id) ? id : throw StorageErrors.InvalidHeader(header);

    /// <summary>Tells of a lease in the answer of a read.</summary>
    public static void Write(HttpResponse answer, Lease? lease, DateTimeOffset now)
    {
        var (status, state, duration) = Describe(lease, now);
        answer.Headers["x-ms-lease-status"] = status;
        answer.Headers["x-ms-lease-state"] = state;
        if (duration is not null) answer.Headers["x-ms-lease-duration"] = duration;
    }

    /// <summary>Status, state and duration in Azure's words; the duration only while the lease is held.</summary>
    public static (string Status, string State, string? Duration) Describe(Lease? lease, DateTimeOffset now) => (lease?.StateAt(now) ?? LeaseState.Available) switch
    {
        LeaseState.Leased => ("locked", "leased", lease!.Duration is null ? "infinite" : "fixed"),
        LeaseState.Breaking => ("locked", "breaking", null),
        LeaseState.Broken => ("unlocked", "broken", null),
        LeaseState.Expired => ("unlocked", "expired", null),
        _ => ("unlocked", "available", null),
    };
}
