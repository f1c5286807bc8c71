namespace Frankenetes.EtcdKeeper.Storage;

internal enum AppendOutcome
{
    Appended,

    /// <summary>The blob does not end where the caller thought, or is not leased to the caller; look at it.</summary>
    Refused,

    /// <summary>The blob takes no more blocks.</summary>
    Full,

    Absent,
}
