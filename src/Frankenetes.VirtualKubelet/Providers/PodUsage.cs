namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>What a pod uses.</summary>
/// <param name="At">When it was measured.</param>
/// <param name="Containers">By container name; one that is not measured is missing.</param>
public sealed record PodUsage(DateTimeOffset At, IReadOnlyDictionary<string, ContainerUsage> Containers);

/// <summary>What a container uses.</summary>
/// <param name="CpuTime">Processor time since its start; null: not known.</param>
/// <param name="CpuCores">Cores in use at present; null: not known.</param>
/// <param name="WorkingSetBytes">Memory that it cannot do without; null: not known.</param>
public sealed record ContainerUsage(TimeSpan? CpuTime, double? CpuCores, long? WorkingSetBytes);
