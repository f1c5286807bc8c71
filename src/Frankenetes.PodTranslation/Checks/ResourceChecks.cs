using System.Globalization;
using k8s.Models;

namespace Frankenetes.PodTranslation.Checks;

/// <summary>Quantities that no group can have.</summary>
internal static class ResourceChecks
{
    private const decimal Gigabyte = 1_000_000_000m;

    public static IEnumerable<Refusal> Find(V1PodSpec spec, PodAnnotations annotations, RegionCapabilities region)
    {
        var found = new List<Refusal>();
        foreach (var (container, at) in ContainerPaths.All(spec))
        {
            FindUnreadable(container.Resources?.Requests, $"{at}.resources.requests", found);
            FindUnreadable(container.Resources?.Limits, $"{at}.resources.limits", found);
            FindContradictions(container, at, found);
            FindGpu(container, at, annotations, region, found);
        }
        if (found.Count == 0)
        {
            FindExcess(spec, "cpu", 1m, region.MaxCpu, "cores", found);
            FindExcess(spec, "memory", Gigabyte, region.MaxMemoryInGB, "GB", found);
        }
        return found;
    }

    private static void FindUnreadable(IDictionary<string, ResourceQuantity>? quantities, string at, List<Refusal> found)
    {
        foreach (var resource in quantities?.Keys ?? [])
        {
            if (resource is not ("cpu" or "memory" or "ephemeral-storage" or ContainerResources.Gpu)) found.Add(new($"{at}[{resource}]", "ACI gives CPU, memory and graphics processors"));
            else if (!Quantities.TryRead(quantities, resource, out _)) found.Add(new($"{at}.{resource}", $"{Quantities.Text(quantities, resource)} is no amount that can be had"));
        }
    }

    private static void FindContradictions(V1Container container, string at, List<Refusal> found)
    {
        foreach (var resource in new[] { "cpu", "memory" })
        {
            if (Quantities.TryRead(container.Resources?.Requests, resource, out var request) && Quantities.TryRead(container.Resources?.Limits, resource, out var limit) && request > limit)
                found.Add(new($"{at}.resources.requests.{resource}", "is more than the limit"));
        }
    }

    private static void FindGpu(V1Container container, string at, PodAnnotations annotations, RegionCapabilities region, List<Refusal> found)
    {
        var where = $"{at}.resources.limits[{ContainerResources.Gpu}]";
        if (!Quantities.TryRead(container.Resources?.Limits, ContainerResources.Gpu, out var count) || count is not > 0) return;
        if (at.StartsWith("spec.initContainers", StringComparison.Ordinal)) found.Add(new(where, "init containers of ACI have no resources of their own"));
        else if (annotations[PodAnnotations.GpuSku] is not { } sku) found.Add(new(where, $"say which by the annotation {PodAnnotations.GpuSku}: K80, P100 or V100"));
        else if (region.GpuSkus is { } offered && !offered.Contains(sku)) found.Add(new(where, offered.Count == 0 ? "this region has no graphics processors" : $"this region has no {sku}; it has {string.Join(", ", offered.Order())}"));
        else if (count is not (1 or 2 or 4)) found.Add(new(where, "ACI gives 1, 2 or 4"));
    }

    // The containers of a group run on one machine: it is their sum that has to fit.
    private static void FindExcess(V1PodSpec spec, string resource, decimal unit, decimal most, string name, List<Refusal> found)
    {
        var sum = 0m;
        foreach (var container in spec.Containers)
        {
            _ = Quantities.TryRead(container.Resources?.Requests, resource, out var request);
            _ = Quantities.TryRead(container.Resources?.Limits, resource, out var limit);
            sum += (request ?? limit ?? 0) / unit;
            if (sum <= most) continue;
            found.Add(new($"spec.containers[{container.Name}].resources.requests.{resource}", string.Create(CultureInfo.InvariantCulture, $"the pod asks for {sum:0.##} {name} up to here; {most:0.##} is the most that a group has in this region")));
            return;
        }
    }
}
