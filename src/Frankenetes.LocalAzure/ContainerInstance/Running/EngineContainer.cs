namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>A container that the engine has.</summary>
internal sealed record EngineContainer(string Id, bool IsRunning);
