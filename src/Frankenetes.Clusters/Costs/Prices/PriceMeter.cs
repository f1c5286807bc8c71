namespace Frankenetes.Clusters.Costs.Prices;

/// <summary>What a meter of Container Instances counts.</summary>
internal enum PriceMeter
{
    Vcpu,
    Memory,
    Gpu,

    /// <summary>Windows' own licence, for each vCPU second, on top.</summary>
    Windows,
}
