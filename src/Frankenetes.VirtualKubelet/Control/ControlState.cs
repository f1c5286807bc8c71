namespace Frankenetes.VirtualKubelet.Control;

/// <summary>What agents are asked to do.</summary>
internal enum ControlRequest
{
    Run,
    Freeze,
    Suspend,
    Thaw,

    /// <summary>After a claimed suspend: pods end with their grace, and nothing is written.</summary>
    Stop,

    /// <summary>The keeper's affair alone.</summary>
    Checkpoint,
}

/// <summary>control/state.json, written by cmdlets.</summary>
internal sealed record ControlState(int Epoch, ControlRequest Request, string? RequestId)
{
    /// <summary>Whether this asks for stillness.</summary>
    public bool AsksForStillness => Request is ControlRequest.Freeze or ControlRequest.Suspend or ControlRequest.Stop;
}
