using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// CPU and memory in ACI's measures: cores in steps of 0.01, GB (10^9 bytes) in steps of 0.1, both rounded up so that nobody gets less than asked.
/// A group has at least 1 core and 1 GB; its containers may have less. Containers that ask for nothing share what is left of that minimum
/// (at least 0.1 of each), and what nobody asked for goes to the first container.
/// </summary>
internal static class ContainerResources
{
    private const decimal GroupMinimum = 1m;
    private const decimal Smallest = 0.1m;
    private const decimal CpuStep = 0.01m;
    private const decimal MemoryStep = 0.1m;
    private const decimal Gigabyte = 1_000_000_000m;

    /// <summary>One entry for each container, in order.</summary>
    public static IReadOnlyList<ContainerResourceRequirements> Of(IList<V1Container> containers)
    {
        var cpu = Share([.. containers.Select(container => Amount(container, "cpu", 1m, CpuStep))], CpuStep);
        var memory = Share([.. containers.Select(container => Amount(container, "memory", Gigabyte, MemoryStep))], MemoryStep);
        return [.. containers.Select((container, i) => new ContainerResourceRequirements(new ContainerResourceRequestsContent((double)memory[i], (double)cpu[i]))
        {
            Limits = Limits(container, cpu, memory, i),
        })];
    }

    private static ContainerResourceLimits? Limits(V1Container container, decimal[] cpu, decimal[] memory, int i)
    {
        var cpuLimit = Limit(container, "cpu", 1m, CpuStep, cpu, i);
        var memoryLimit = Limit(container, "memory", Gigabyte, MemoryStep, memory, i);
        return cpuLimit is null && memoryLimit is null ? null
            : new ContainerResourceLimits { Cpu = (double)(cpuLimit ?? cpu[i]), MemoryInGB = (double)(memoryLimit ?? memory[i]) };
    }

    // ACI refuses limits above what the whole group asks for, and below the container's own request.
    private static decimal? Limit(V1Container container, string resource, decimal unit, decimal step, decimal[] requests, int i) =>
        Quantity(container.Resources?.Limits, resource, unit, step) is { } limit ? Math.Clamp(limit, requests[i], Math.Max(requests.Sum(), requests[i])) : null;

    private static decimal? Amount(V1Container container, string resource, decimal unit, decimal step) =>
        Quantity(container.Resources?.Requests, resource, unit, step) ?? Quantity(container.Resources?.Limits, resource, unit, step);

    private static decimal? Quantity(IDictionary<string, ResourceQuantity>? quantities, string resource, decimal unit, decimal step)
    {
        if (quantities is null || !quantities.TryGetValue(resource, out var quantity)) return null;
        var amount = Math.Ceiling(quantity.ToDecimal() / unit / step) * step;
        return amount > 0 ? amount : null;
    }

    private static decimal[] Share(decimal?[] asked, decimal step)
    {
        var silent = asked.Count(amount => amount is null);
        var left = Math.Max(0, GroupMinimum - asked.Sum(amount => amount ?? 0));
        var share = silent == 0 ? 0 : Math.Max(Smallest, Math.Floor(left / silent / step) * step);
        var given = asked.Select(amount => amount ?? share).ToArray();
        given[0] += Math.Max(0, GroupMinimum - given.Sum());
        return given;
    }
}
