using System.Globalization;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Leases;

/// <summary><c>comp=lease</c>: what each action makes of a lease in each state.</summary>
internal static class LeaseAction
{
    /// <summary>Applies the request's action and writes status and lease headers of the answer.</summary>
    /// <returns>The lease from now on; null when there is none.</returns>
    public static Lease? Apply(StorageRequest request, Lease? lease) => request.RequiredHeader("x-ms-lease-action").ToLowerInvariant() switch
    {
        "acquire" => Answer(request, StatusCodes.Status201Created, Acquire(request, lease)),
        "renew" => Answer(request, StatusCodes.Status200OK, Renew(request, lease)),
        "change" => Answer(request, StatusCodes.Status200OK, Change(request, lease)),
        "release" => Release(request, lease),
        "break" => Break(request, lease),
        _ => throw StorageErrors.InvalidHeader("x-ms-lease-action"),
    };

    private static Lease Answer(StorageRequest request, int status, Lease lease)
    {
        request.Answer.StatusCode = status;
        request.Answer.Headers["x-ms-lease-id"] = lease.Id.ToString("D");
        return lease;
    }

    private static Lease Acquire(StorageRequest request, Lease? lease)
    {
        var proposed = LeaseHeaders.Id(request, "x-ms-proposed-lease-id");
        var duration = Duration(request);
        switch (lease?.StateAt(request.Now))
        {
            case LeaseState.Leased when lease.Id != proposed:
            case LeaseState.Breaking when lease.Id != proposed:
                throw StorageErrors.LeaseAlreadyPresent();
            case LeaseState.Breaking:
                throw StorageErrors.LeaseIsBreakingAndCannotBeAcquired();
        }

        return new Lease(proposed ?? Guid.NewGuid(), duration, request.Now + duration, BreaksAt: null);
    }

    private static Lease Renew(StorageRequest request, Lease? lease)
    {
        var held = Held(request, lease);
        if (held.BreaksAt is not null) throw StorageErrors.LeaseIsBrokenAndCannotBeRenewed();
        return held with { ExpiresAt = request.Now + held.Duration };
    }

    private static Lease Change(StorageRequest request, Lease? lease)
    {
        var proposed = LeaseHeaders.Id(request, "x-ms-proposed-lease-id") ?? throw StorageErrors.MissingHeader("x-ms-proposed-lease-id");
        var id = LeaseHeaders.Id(request, "x-ms-lease-id") ?? throw StorageErrors.MissingHeader("x-ms-lease-id");
        var state = lease?.StateAt(request.Now) ?? LeaseState.Available;
        if (lease is null || state is LeaseState.Broken or LeaseState.Expired) throw StorageErrors.LeaseNotPresentWithLeaseOperation();
        if (lease.Id != id && lease.Id != proposed) throw StorageErrors.LeaseIdMismatchWithLeaseOperation();
        if (state == LeaseState.Breaking) throw StorageErrors.LeaseIsBreakingAndCannotBeChanged();
        return lease with { Id = proposed };
    }

    private static Lease? Release(StorageRequest request, Lease? lease)
    {
        _ = Held(request, lease);
        request.Answer.StatusCode = StatusCodes.Status200OK;
        return null;
    }

    private static Lease Break(StorageRequest request, Lease? lease)
    {
        if (lease is null) throw StorageErrors.LeaseNotPresentWithLeaseOperation();
        var (now, period) = (request.Now, BreakPeriod(request));
        var binds = lease.StateAt(now) is LeaseState.Leased or LeaseState.Breaking;
        var end = binds ? Earlier(lease.BreaksAt ?? lease.ExpiresAt, period is null && lease.ExpiresAt is not null ? null : now + (period ?? Remaining(lease, now))) : now;
        request.Answer.StatusCode = StatusCodes.Status202Accepted;
        request.Answer.Headers["x-ms-lease-time"] = Math.Ceiling((end - now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return lease with { BreaksAt = end };
    }

    // An infinite lease without a break period breaks at once; one that is breaking already goes on as it was.
    private static TimeSpan Remaining(Lease lease, DateTimeOffset now) => lease.BreaksAt is { } breaksAt ? breaksAt - now : TimeSpan.Zero;

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other!.Value : one.Value;

    private static Lease Held(StorageRequest request, Lease? lease)
    {
        var id = LeaseHeaders.Id(request, "x-ms-lease-id") ?? throw StorageErrors.MissingHeader("x-ms-lease-id");
        return lease is not null && lease.Id == id ? lease : throw StorageErrors.LeaseIdMismatchWithLeaseOperation();
    }

    private static TimeSpan? Duration(StorageRequest request)
    {
        var seconds = request.NumberHeader("x-ms-lease-duration") ?? throw StorageErrors.MissingHeader("x-ms-lease-duration");
        if (seconds == -1) return null;
        return seconds is >= 15 and <= 60 ? TimeSpan.FromSeconds(seconds) : throw StorageErrors.InvalidHeader("x-ms-lease-duration");
    }

    private static TimeSpan? BreakPeriod(StorageRequest request)
    {
        if (request.NumberHeader("x-ms-lease-break-period") is not { } seconds) return null;
        return seconds is >= 0 and <= 60 ? TimeSpan.FromSeconds(seconds) : throw StorageErrors.InvalidHeader("x-ms-lease-break-period");
    }
}
