namespace Frankenetes.KubernetesApi.Queueing;

/// <summary>Doubling waits from the first to the longest, each shortened by up to a fifth so that many do not come at once. Not thread-safe.</summary>
public sealed class BackOff(TimeSpan first, TimeSpan longest)
{
    private int _failures;

    /// <summary>How often <see cref="Next"/> was called since the last <see cref="Reset"/>.</summary>
    public int Failures => _failures;

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.8 + (0.2 * Random.Shared.NextDouble())));
    }

    /// <summary>It worked: the next failure waits the shortest time again.</summary>
    public void Reset() => _failures = 0;
}
