using Frankenetes.ContainerInstances.Models;

namespace Frankenetes.Ledger.Entries;

/// <summary>What of a container group makes its price: the sums of what its containers ask for, as they ask.</summary>
/// <param name="CpuCores">Cores.</param>
/// <param name="MemoryGB">GB of 10^9 bytes.</param>
/// <param name="Gpus">Graphics processors; 0: none.</param>
/// <param name="GpuSku">Such as V100; null: none.</param>
/// <param name="OperatingSystem">Linux or Windows.</param>
/// <param name="Spot">Whether Azure may evict it.</param>
/// <param name="Sku">Standard, Dedicated or Confidential.</param>
internal sealed record GroupSize(double CpuCores, double MemoryGB, int Gpus, string? GpuSku, string OperatingSystem, bool Spot, string Sku)
{
    public static GroupSize Of(ContainerGroupData group)
    {
        var requests = group.Containers.Select(container => container.Resources?.Requests).OfType<ContainerResourceRequestsContent>().ToList();
        // Sums of tenths, which doubles do not hold: 0.1 + 0.2 must not be billed as a step more.
        return new GroupSize(
            Math.Round(requests.Sum(request => request.Cpu), 6),
            Math.Round(requests.Sum(request => request.MemoryInGB), 6),
            requests.Sum(request => request.Gpu?.Count ?? 0),
            requests.Select(request => request.Gpu?.Sku).FirstOrDefault(sku => sku is not null),
            group.OSType.ToString(),
            group.Priority == ContainerGroupPriority.Spot,
            group.Sku?.ToString() is { Length: > 0 } sku ? sku : "Standard");
    }
}
