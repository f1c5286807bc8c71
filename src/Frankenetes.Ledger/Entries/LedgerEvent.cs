namespace Frankenetes.Ledger.Entries;

/// <summary>What happened to a container group, or is about to.</summary>
internal enum LedgerEvent
{
    /// <summary>It is about to be asked for.</summary>
    Creating,

    /// <summary>Azure has accepted it.</summary>
    Created,

    /// <summary>Azure has not: there is none.</summary>
    Refused,

    /// <summary>It was seen; Azure tells since when it is at work on it.</summary>
    Started,

    /// <summary>Its containers have ended for good or were stopped; Azure tells when.</summary>
    Ended,

    /// <summary>It is there, and about to be deleted.</summary>
    Deleting,

    /// <summary>Azure has deleted it.</summary>
    Deleted,

    /// <summary>It was there and is no more; nobody wrote down why.</summary>
    Absent,

    /// <summary>All groups of a resource group, or of one node in it, that there were at this time.</summary>
    Look,
}
