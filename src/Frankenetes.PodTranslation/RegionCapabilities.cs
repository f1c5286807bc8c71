namespace Frankenetes.PodTranslation;

/// <summary>What container groups may be in a region.</summary>
/// <param name="OperatingSystems">Null: not known; whatever is asked for is tried.</param>
/// <param name="GpuSkus">Null: not known.</param>
/// <param name="MaxCpu">The most cores of one group.</param>
/// <param name="MaxMemoryInGB">The most memory of one group, in GB.</param>
internal sealed record RegionCapabilities(IReadOnlySet<string>? OperatingSystems, IReadOnlySet<string>? GpuSkus, decimal MaxCpu, decimal MaxMemoryInGB)
{
    /// <summary>What Azure's documentation says of every region (2026: 31 cores, 240 GB), where the region itself was not asked.</summary>
    public static RegionCapabilities Documented { get; } = new(null, null, 31m, 240m);
}
