namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>How much may run on the node in all, and how much of it others took. A member is null that the provider cannot tell.</summary>
/// <param name="CpuCores">Cores that the backend grants.</param>
/// <param name="CpuCoresTaken">Of these, cores that are used by what is no pod of this node.</param>
/// <param name="MemoryBytes">Memory that the backend grants.</param>
/// <param name="Pods">Pods that the backend grants.</param>
/// <param name="PodsTaken">Of these, places that are used by what is no pod of this node.</param>
public sealed record ProviderCapacity(double? CpuCores, double? CpuCoresTaken, long? MemoryBytes, long? Pods, long? PodsTaken);
