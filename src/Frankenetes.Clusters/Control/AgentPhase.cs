namespace Frankenetes.Clusters.Control;

/// <summary>The phases that agents acknowledge (docs/contracts.md, section 4).</summary>
internal static class AgentPhase
{
    public const string Running = "Running";
    public const string Checkpointing = "Checkpointing";
    public const string Frozen = "Frozen";
    public const string Stopping = "Stopping";
    public const string Stopped = "Stopped";
    public const string Sealed = "Sealed";
    public const string Voided = "Voided";
    public const string Failed = "Failed";
}
