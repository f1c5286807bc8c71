namespace Frankenetes.ContainerInstances.Models;

/// <summary>What a container used in one minute, on average.</summary>
/// <param name="At">The minute's beginning.</param>
/// <param name="CpuMillicores">Thousandths of a core; null: not measured.</param>
/// <param name="MemoryBytes">Bytes; null: not measured.</param>
public sealed record ContainerUsageMinute(DateTimeOffset At, double? CpuMillicores, double? MemoryBytes);
