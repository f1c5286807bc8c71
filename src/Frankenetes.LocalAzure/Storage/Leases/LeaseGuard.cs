using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Leases;

/// <summary>Lets an operation pass a lease, or not (the "use attempts" tables of Lease Blob and Lease Container).</summary>
internal static class LeaseGuard
{
    /// <summary>What the guarded thing is called in error codes.</summary>
    public const string Blob = "Blob";

    /// <summary>What the guarded thing is called in error codes.</summary>
    public const string Container = "Container";

    /// <summary>A write or delete: needs the id of a lease that binds.</summary>
    /// <returns>The lease after the write: one that ran out is forgotten, so that its holder cannot renew it over the change.</returns>
    public static Lease? DemandForWrite(StorageRequest request, Lease? lease, string kind)
    {
        DemandForRead(request, lease, kind);
        if (lease is null) return null;
        var state = lease.StateAt(request.Now);
        var binds = state is LeaseState.Leased or LeaseState.Breaking;
        if (binds && request.Header("x-ms-lease-id") is null) throw StorageErrors.LeaseIdMissing(kind);
        return state == LeaseState.Expired ? null : lease;
    }

    /// <summary>A read: needs no id, but one that is given must be that of the lease.</summary>
    public static void DemandForRead(StorageRequest request, Lease? lease, string kind)
    {
        if (LeaseHeaders.Id(request, "x-ms-lease-id") is not { } given) return;
        if (lease is null) throw StorageErrors.LeaseNotPresent(kind);
        var matches = lease.Id == given;
        if (lease.StateAt(request.Now) is LeaseState.Leased or LeaseState.Breaking)
        {
            if (!matches) throw StorageErrors.LeaseIdMismatch(kind);
            return;
        }

        throw matches ? StorageErrors.LeaseLost() : StorageErrors.LeaseNotPresent(kind);
    }
}
