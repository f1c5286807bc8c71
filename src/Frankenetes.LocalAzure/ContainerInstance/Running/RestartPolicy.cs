namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Whether an ended container starts again, and when.</summary>
internal sealed class RestartPolicy(string? policy)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(10);
    private int _failures;

    public bool Restarts(int exitCode) =>
        Is("OnFailure") ? exitCode != 0 : !Is("Never");

    /// <summary>How long to wait before the next start: nothing the first time, then 10 s doubled up to 5 min, as Kubernetes does; a container that ran for 10 min begins anew.</summary>
    public TimeSpan Delay(TimeSpan ran)
    {
        if (ran >= Healthy)
            _failures = 0;
        var failures = _failures++;
        if (failures == 0)
            return TimeSpan.Zero;
        var delay = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return delay < Longest ? delay : Longest;
    }

    /// <summary>Goes on counting where a former process ended.</summary>
    public void Resume(int restarts) => _failures = restarts;

    private bool Is(string name) => string.Equals(policy, name, StringComparison.OrdinalIgnoreCase);
}
