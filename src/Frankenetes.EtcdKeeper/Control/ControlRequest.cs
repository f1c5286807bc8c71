namespace Frankenetes.EtcdKeeper.Control;

internal enum ControlRequest
{
    Run,

    /// <summary>For those that write to the cluster; the keeper merely says that it heard.</summary>
    Freeze,

    Suspend,

    /// <summary>Gives the state of the running store a name.</summary>
    Checkpoint,

    /// <summary>Takes back a suspend that nobody claimed.</summary>
    Thaw,

    /// <summary>For the nodes, once the suspend is claimed.</summary>
    Stop,
}
