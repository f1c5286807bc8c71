using System.Collections.Concurrent;
using Frankenetes.ContainerInstances.Models;
using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers.Aci;

/// <summary>
/// What a pod's containers use, from Azure Monitor's averages by the minute. Processor time is their sum since the container's start; minutes that are complete are added up once and remembered. A container that had run
/// for more than a day when it was first asked about has no known processor time: Azure gives no more minutes at once.
/// </summary>
internal sealed class AciUsage(PodGroups groups, ArmAllowance allowance, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // New figures come by the minute.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    // What Azure shows of the last minutes may still change.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3);

    // Older figures are no present ones.
    private static readonly TimeSpan Present = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<PodKey, Known> _known = new();

    /// <summary>Null where nothing was measured.</summary>
    public async Task<PodUsage?> FindAsync(PodKey pod, PodInstance instance, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var running = instance.Containers.Where(container => container.Value.Current is { IsOver: false, StartedAt: not null }).ToDictionary(container => container.Key, container => container.Value.Current!.StartedAt!.Value);
        if (running.Count == 0 || instance.IsForeign)
        {
            _known.TryRemove(pod, out _);
            return null;
        }
        if (_known.TryGetValue(pod, out var known) && known.Uid == instance.Uid && now - known.At < Fresh) return known.Usage;
        var counters = Counters(known is not null && known.Uid == instance.Uid ? known.Counters : [], running, now);
        var from = counters.Values.Min(counter => counter.Until);
        allowance.Read();
        var minutes = await groups.GetUsageAsync(pod, Floor(from), now, cancellationToken).ConfigureAwait(false);
        var usages = new Dictionary<string, ContainerUsage>();
        foreach (var (name, counter) in counters)
            if (minutes.TryGetValue(name, out var measured) && counter.Take(measured, now) is { } usage) usages[name] = usage;
        var found = usages.Count == 0 ? null : new PodUsage(now, usages);
        _known[pod] = new Known(instance.Uid, now, counters, found);
        return found;
    }

    /// <summary>Forgets a pod that is gone.</summary>
    public void Forget(PodKey pod) => _known.TryRemove(pod, out _);

    private static Dictionary<string, CpuCounter> Counters(Dictionary<string, CpuCounter> before, Dictionary<string, DateTimeOffset> running, DateTimeOffset now) => running.ToDictionary(
        container => container.Key,
        container => before.GetValueOrDefault(container.Key) is { } counter && counter.StartedAt == container.Value ? counter : new CpuCounter(container.Value, now));

    private static DateTimeOffset Floor(DateTimeOffset moment) => new(moment.Ticks - (moment.Ticks % Minute.Ticks), TimeSpan.Zero);

    private sealed record Known(string Uid, DateTimeOffset At, Dictionary<string, CpuCounter> Counters, PodUsage? Usage);

    /// <summary>Adds up one run of a container.</summary>
    private sealed class CpuCounter
    {
        private readonly bool _whole;
        private TimeSpan _settled;
        private TimeSpan _shown;

        public CpuCounter(DateTimeOffset startedAt, DateTimeOffset now)
        {
            _whole = now - startedAt < Longest;
            (StartedAt, Until) = (startedAt, _whole ? startedAt : now - Present);
        }

        public DateTimeOffset StartedAt { get; }

        /// <summary>What lies before is added up.</summary>
        public DateTimeOffset Until { get; private set; }

        public ContainerUsage? Take(IReadOnlyList<ContainerUsageMinute> minutes, DateTimeOffset now)
        {
            var recent = TimeSpan.Zero;
            foreach (var minute in minutes.Where(minute => minute.At + Minute > Until))
            {
                var spent = Spent(minute, now);
                if (now - minute.At < Settling) recent += spent;
                else (_settled, Until) = (_settled + spent, minute.At + Minute);
            }
            // A counter never goes back, whatever Azure corrects.
            if (_settled + recent > _shown) _shown = _settled + recent;
            var present = minutes.Where(minute => now - minute.At < Present).ToList();
            var (cores, memory) = (present.LastOrDefault(minute => minute.CpuMillicores is not null)?.CpuMillicores / 1000, present.LastOrDefault(minute => minute.MemoryBytes is not null)?.MemoryBytes);
            var cpuTime = _whole && minutes.Any(minute => minute.CpuMillicores is not null) ? _shown : (TimeSpan?)null;
            return cpuTime is null && cores is null && memory is null ? null : new ContainerUsage(cpuTime, cores, (long?)memory);
        }

        private TimeSpan Spent(ContainerUsageMinute minute, DateTimeOffset now)
        {
            var begin = minute.At > StartedAt ? minute.At : StartedAt;
            var end = minute.At + Minute < now ? minute.At + Minute : now;
            return end > begin ? (end - begin) * ((minute.CpuMillicores ?? 0) / 1000) : TimeSpan.Zero;
        }
    }
}
