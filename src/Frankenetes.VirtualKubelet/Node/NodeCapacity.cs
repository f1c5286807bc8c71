using System.Globalization;
using Frankenetes.VirtualKubelet.Configuration;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>How much the node says it can hold: what the provider told, else what the configuration says.</summary>
internal static class NodeCapacity
{
    // What one container group may have in emptyDir volumes.
    private const int EphemeralGibibytesPerPod = 50;

    /// <summary>All that the backend grants.</summary>
    public static Dictionary<string, ResourceQuantity> Of(CapacitySection configured, ProviderCapacity? told) =>
        Compose(configured, told?.CpuCores, told?.MemoryBytes, told?.Pods);

    /// <summary>The same without what others took of it.</summary>
    public static Dictionary<string, ResourceQuantity> Free(CapacitySection configured, ProviderCapacity? told) =>
        Compose(configured, Less(told?.CpuCores, told?.CpuCoresTaken), told?.MemoryBytes, (long?)Less(told?.Pods, told?.PodsTaken));

    private static double? Less(double? all, double? taken) => all is { } known ? Math.Max(0, known - (taken ?? 0)) : null;

    private static Dictionary<string, ResourceQuantity> Compose(CapacitySection configured, double? cores, long? memory, long? places)
    {
        var pods = places is { } told ? Quantity(told) : new ResourceQuantity(configured.Pods);
        return new()
        {
            ["cpu"] = cores is { } known ? Quantity(known) : new ResourceQuantity(configured.Cpu),
            ["memory"] = memory is { } bytes ? Quantity(bytes) : new ResourceQuantity(configured.Memory),
            ["pods"] = pods,
            ["ephemeral-storage"] = new ResourceQuantity(string.Create(CultureInfo.InvariantCulture, $"{pods.ToInt64() * EphemeralGibibytesPerPod}Gi")),
        };
    }

    private static ResourceQuantity Quantity(double amount) => new(amount.ToString("0.###", CultureInfo.InvariantCulture));
}
