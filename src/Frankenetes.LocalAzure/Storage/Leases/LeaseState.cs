namespace Frankenetes.LocalAzure.Storage.Leases;

/// <summary>Where a lease stands; Azure's words in lower case go into <c>x-ms-lease-state</c>.</summary>
internal enum LeaseState
{
    /// <summary>Nobody holds it.</summary>
    Available,

    /// <summary>Its holder alone may write.</summary>
    Leased,

    /// <summary>It ran out; its holder may renew it until someone else writes or leases.</summary>
    Expired,

    /// <summary>It was broken and binds until the break period is over.</summary>
    Breaking,

    /// <summary>It was broken and binds nobody.</summary>
    Broken,
}
