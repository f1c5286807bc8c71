namespace Frankenetes.EtcdKeeper.Control;

internal enum KeeperPhase
{
    /// <summary>The gate has not been opened yet.</summary>
    Starting,

    Running,

    /// <summary>The gate is open, and a checkpoint under way; Running tells its end.</summary>
    Checkpointing,

    /// <summary>The gate is closed, the final snapshot under way.</summary>
    Suspending,

    /// <summary>The final manifest is there and may be claimed.</summary>
    Sealed,

    /// <summary>The suspend was taken back; the gate is open.</summary>
    Voided,

    /// <summary>A suspend could not be done, and the gate is open; or a start could not, and it is closed.</summary>
    Failed,
}
