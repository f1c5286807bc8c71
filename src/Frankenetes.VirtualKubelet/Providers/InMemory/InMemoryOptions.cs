namespace Frankenetes.VirtualKubelet.Providers.InMemory;

/// <summary>How the imagined backend behaves.</summary>
internal sealed record InMemoryOptions
{
    /// <summary>How long a pod takes from the order to its first container.</summary>
    public TimeSpan StartAfter { get; init; }

    /// <summary>How long a container waits before it is started again.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);
}
