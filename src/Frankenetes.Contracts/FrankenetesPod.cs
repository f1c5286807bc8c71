namespace Frankenetes.Contracts;

/// <summary>One pod as the cluster's API server reports it.</summary>
public sealed class FrankenetesPod
{
    /// <summary>The pod's name.</summary>
    public required string Name { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The name of the cluster that the pod belongs to.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The pod's UID, which a suspend and a resume leave as it is.</summary>
    public required string Uid { get; init; }

    /// <summary>What kubectl shows under STATUS: the phase, or the reason why a container waits or ended.</summary>
    public required string Status { get; init; }

    /// <summary>The phase in the pod's status: Pending, Running, Succeeded, Failed or Unknown.</summary>
    public required string Phase { get; init; }

    /// <summary>How many of the pod's containers are ready.</summary>
    public int ReadyContainers { get; init; }

    /// <summary>How many containers the pod has, init containers left out.</summary>
    public int Containers { get; init; }

    /// <summary>Ready containers of all containers, as kubectl shows it: <c>1/1</c>.</summary>
    public string Ready => $"{ReadyContainers}/{Containers}";

    /// <summary>How often the pod's containers were restarted, summed.</summary>
    public int Restarts { get; init; }

    /// <summary>The pod's address; null until its container group has one.</summary>
    public string? IPAddress { get; init; }

    /// <summary>The node that the pod is bound to; null while it is unscheduled.</summary>
    public string? NodeName { get; init; }

    /// <summary>The images of the pod's containers, in the order of the spec.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>When the pod object was created (UTC).</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time from the pod's creation until it was read.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The pod's labels; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Namespace and name, joined by a slash.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
