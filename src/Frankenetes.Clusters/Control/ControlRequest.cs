namespace Frankenetes.Clusters.Control;

/// <summary>What agents are asked to do.</summary>
internal enum ControlRequest
{
    /// <summary>Work.</summary>
    Run,

    /// <summary>Virtual kubelets stop changing anything.</summary>
    Freeze,

    /// <summary>The keeper closes the gate and seals a final snapshot.</summary>
    Suspend,

    /// <summary>Takes an unclaimed suspend back.</summary>
    Thaw,

    /// <summary>After the claim: virtual kubelets end their pods, each with its grace period.</summary>
    Stop,

    /// <summary>The keeper gives the state of the running cluster a name.</summary>
    Checkpoint,
}
