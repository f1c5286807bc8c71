namespace Frankenetes.Agent;

/// <summary>What the exit code says; the same for every verb.</summary>
internal static class ExitCodes
{
    /// <summary>Ended as told.</summary>
    public const int Ended = 0;

    /// <summary>Failed; the log says why.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or configuration: running it again changes nothing.</summary>
    public const int BadUsage = 2;
}
