using System.Globalization;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation.Resources;

/// <summary>
/// CPU and memory in ACI's measures: cores in steps of 0.01, GB (10^9 bytes) in steps of 0.1, both rounded up so that nobody gets less than asked.
/// A group has at least 1 core and 1 GB; its containers may have less. Containers that ask for nothing get the node's default or share what is left of that minimum
/// (at least 0.1 of each), and what nobody asked for goes to the first container.
/// </summary>
internal sealed class ContainerResources(IList<V1Container> containers, TranslationSettings settings, string? gpuSku, Notes notes)
{
    public const string Gpu = "nvidia.com/gpu";

    private const decimal GroupMinimum = 1m;
    private const decimal Smallest = 0.1m;

    /// <summary>One entry for each container, in order.</summary>
    public IReadOnlyList<ContainerResourceRequirements> Compose()
    {
        var cpu = Share(Measure.Cpu, settings.DefaultCpu);
        var memory = Share(Measure.Memory, settings.DefaultMemory);
        return [.. containers.Select((container, i) => new ContainerResourceRequirements(new ContainerResourceRequestsContent((double)memory[i], (double)cpu[i]) { Gpu = GpuOf(container) })
        {
            Limits = Limits(container, cpu, memory, i),
        })];
    }

    // What a container asks for: its request, or where it has none its limit, as Kubernetes itself fills it in.
    private static (decimal? Amount, string Text, string Kind) Asked(V1Container container, Measure measure)
    {
        foreach (var (quantities, kind) in new[] { (container.Resources?.Requests, "requests"), (container.Resources?.Limits, "limits") })
        {
            if (Quantities.TryRead(quantities, measure.Resource, out var amount) && amount > 0) return (amount / measure.Unit, Quantities.Text(quantities, measure.Resource), kind);
        }
        return (null, "", "requests");
    }

    private decimal[] Share(Measure measure, string? byDefault)
    {
        var asked = containers.Select(container => Asked(container, measure)).ToArray();
        var wished = asked.Select(one => measure.RoundUp(one.Amount) ?? measure.RoundUp(Default(measure, byDefault))).ToArray();
        var silent = wished.Count(amount => amount is null);
        var left = Math.Max(0, GroupMinimum - wished.Sum(amount => amount ?? 0));
        var share = silent == 0 ? 0 : Math.Max(Smallest, Math.Floor(left / silent / measure.Step) * measure.Step);
        var given = wished.Select(amount => amount ?? share).ToArray();
        given[0] += Math.Max(0, GroupMinimum - given.Sum());
        for (var i = 0; i < given.Length; i++) Tell(containers[i], measure, asked[i], given[i]);
        return given;
    }

    private static decimal? Default(Measure measure, string? text) => text is null ? null : new ResourceQuantity(text).ToDecimal() / measure.Unit;

    private void Tell(V1Container container, Measure measure, (decimal? Amount, string Text, string Kind) asked, decimal given)
    {
        var at = $"spec.containers[{container.Name}].resources.{asked.Kind}.{measure.Resource}";
        if (asked.Amount is null) notes.Defaulted(at, $"none is given; the container gets {measure.Show(given)}");
        else if (asked.Amount != given) notes.Rounded(at, $"{asked.Text} becomes {measure.Show(given)} ({measure.Why(asked.Amount.Value, given)})");
    }

    private ContainerResourceLimits? Limits(V1Container container, decimal[] cpu, decimal[] memory, int i)
    {
        var cpuLimit = Limit(container, Measure.Cpu, cpu, i);
        var memoryLimit = Limit(container, Measure.Memory, memory, i);
        return cpuLimit is null && memoryLimit is null ? null
            : new ContainerResourceLimits { Cpu = (double)(cpuLimit ?? cpu[i]), MemoryInGB = (double)(memoryLimit ?? memory[i]), Gpu = GpuOf(container) };
    }

    // ACI refuses limits above what the whole group asks for, and below the container's own request.
    private decimal? Limit(V1Container container, Measure measure, decimal[] requests, int i)
    {
        if (!Quantities.TryRead(container.Resources?.Limits, measure.Resource, out var written) || written is not > 0) return null;
        var asked = written.Value / measure.Unit;
        var limit = Math.Clamp(measure.RoundUp(asked)!.Value, requests[i], Math.Max(requests.Sum(), requests[i]));
        if (limit != asked)
        {
            var why = limit < asked ? "the whole group's requests, ACI's upper bound" : limit == requests[i] && limit != measure.RoundUp(asked) ? "its own request" : measure.Why(asked, limit);
            notes.Rounded($"spec.containers[{container.Name}].resources.limits.{measure.Resource}", $"{Quantities.Text(container.Resources!.Limits, measure.Resource)} becomes {measure.Show(limit)} ({why})");
        }
        return limit;
    }

    private ContainerGpuResourceInfo? GpuOf(V1Container container) =>
        Quantities.TryRead(container.Resources?.Limits, Gpu, out var count) && count is > 0 && gpuSku is not null ? new ContainerGpuResourceInfo((int)count.Value, gpuSku) : null;

    /// <summary>One of the two resources, and how ACI counts it.</summary>
    private sealed record Measure(string Resource, decimal Unit, decimal Step, string Name)
    {
        public static Measure Cpu { get; } = new("cpu", 1m, 0.01m, "CPU");

        public static Measure Memory { get; } = new("memory", 1_000_000_000m, 0.1m, "GB");

        public decimal? RoundUp(decimal? amount) => amount is > 0 ? Math.Ceiling(amount.Value / Step) * Step : null;

        public string Show(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.##} {Name}");

        public string Why(decimal asked, decimal given) => given == RoundUp(asked) ? string.Create(CultureInfo.InvariantCulture, $"ACI's steps of {Step}") : string.Create(CultureInfo.InvariantCulture, $"a group has at least {GroupMinimum} {Name}");
    }
}
