using Frankenetes.VirtualKubelet.Providers;

namespace Frankenetes.VirtualKubelet.KubeletApi.Stats;

/// <summary>Adds figures up. What is not known of one is not known of the sum.</summary>
internal static class ContainerUsages
{
    /// <summary>Null for none.</summary>
    public static ContainerUsage? Sum(IEnumerable<ContainerUsage?> usages)
    {
        ContainerUsage? sum = null;
        foreach (var usage in usages)
        {
            if (usage is null) return null;
            sum = sum is null ? usage : new ContainerUsage(sum.CpuTime + usage.CpuTime, sum.CpuCores + usage.CpuCores, sum.WorkingSetBytes + usage.WorkingSetBytes);
        }
        return sum;
    }
}
