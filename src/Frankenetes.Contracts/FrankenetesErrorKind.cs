namespace Frankenetes.Contracts;

/// <summary>What sort of failure it was; each kind maps to one PowerShell error category.</summary>
public enum FrankenetesErrorKind
{
    /// <summary>A defect of Frankenetes itself (NotSpecified).</summary>
    Bug = 0,

    /// <summary>A value that cannot be right, found before the first call (InvalidArgument).</summary>
    Invalid,

    /// <summary>What was named is not there (ObjectNotFound).</summary>
    NotFound,

    /// <summary>What was to be made is there already, or belongs to someone else (ResourceExists).</summary>
    Exists,

    /// <summary>The thing is there but in a state that does not allow this (InvalidOperation).</summary>
    State,

    /// <summary>Another session holds it (ResourceBusy).</summary>
    Busy,

    /// <summary>Signed in, but not allowed (PermissionDenied).</summary>
    Denied,

    /// <summary>Signing in failed (AuthenticationError).</summary>
    SignIn,

    /// <summary>A quota, rate or disk is used up (QuotaExceeded).</summary>
    Quota,

    /// <summary>It did not happen within its time (OperationTimeout).</summary>
    Timeout,

    /// <summary>The other side cannot be reached (ConnectionError).</summary>
    Unreachable,

    /// <summary>A component that Frankenetes needs is not installed (NotInstalled).</summary>
    Missing,

    /// <summary>What came back contradicts what was written: refused rather than trusted (InvalidData).</summary>
    Integrity,

    /// <summary>The other side tried and failed (InvalidResult).</summary>
    Failed,
}
