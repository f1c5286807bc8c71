namespace Frankenetes.LocalAzure.Insights;

/// <summary>
/// The samples of one container, oldest first. The engine counts processor time from the start, so two samples tell the average between them exactly; what lies between is taken to be even.
/// </summary>
internal sealed class UsageSeries(DateTimeOffset startedAt)
{
    private const int Most = 1000;

    private readonly List<UsageSample> _samples = [new UsageSample(startedAt, 0, null)];

    /// <summary>When it was last measured; null: never yet.</summary>
    public DateTimeOffset? Last => Read<DateTimeOffset?>(samples => samples.Count > 1 ? samples[^1].At : null);

    public void Add(UsageSample sample)
    {
        lock (_samples)
        {
            if (sample.At <= _samples[^1].At) return;
            _samples.Add(sample);
            if (_samples.Count > Most) _samples.RemoveAt(0);
        }
    }

    /// <summary>Null where nothing of that time is known.</summary>
    public double? MilliCores(DateTimeOffset from, DateTimeOffset to) => Read<double?>(samples =>
    {
        var (begin, end) = (Later(from, samples[0].At), Earlier(to, samples[^1].At));
        return end <= begin ? null : (CpuAt(samples, end) - CpuAt(samples, begin)) / (end - begin).TotalNanoseconds * 1000;
    });

    /// <summary>Null where no sample was taken in that time.</summary>
    public double? Memory(DateTimeOffset from, DateTimeOffset to) =>
        Read(samples => samples.Where(sample => sample.At >= from && sample.At < to).Average(sample => sample.MemoryBytes));

    private static double CpuAt(List<UsageSample> samples, DateTimeOffset at)
    {
        var after = samples.FindIndex(sample => sample.At >= at);
        if (after <= 0) return samples[after < 0 ? ^1 : 0].CpuNanoseconds;
        var (one, other) = (samples[after - 1], samples[after]);
        return one.CpuNanoseconds + ((other.CpuNanoseconds - one.CpuNanoseconds) * ((at - one.At) / (other.At - one.At)));
    }

    private T Read<T>(Func<List<UsageSample>, T> read)
    {
        lock (_samples) return read(_samples);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
