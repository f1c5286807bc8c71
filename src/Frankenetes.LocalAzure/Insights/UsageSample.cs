namespace Frankenetes.LocalAzure.Insights;

/// <summary>What a container had used at one moment.</summary>
/// <param name="At">When.</param>
/// <param name="CpuNanoseconds">Processor time since its start.</param>
/// <param name="MemoryBytes">Memory in use; null: the engine did not say.</param>
internal readonly record struct UsageSample(DateTimeOffset At, double CpuNanoseconds, double? MemoryBytes);
