namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>What a group is to become, whatever it is now: what a restarted process goes by.</summary>
internal enum DesiredState
{
    Running,
    Stopped,
    Deleted,
}
