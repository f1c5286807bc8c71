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

    /// <summary>What kubectl shows under STATUS: the phase, or the reason why a container waits or ended; <c>Deleted</c> where a watch saw the pod go.</summary>
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

    /// <summary>The names of the pod's containers, in the order of the spec, init containers left out.</summary>
    public IReadOnlyList<string> ContainerNames { get; init; } = [];

    /// <summary>The names of the pod's init containers, in the order of the spec.</summary>
    public IReadOnlyList<string> InitContainerNames { get; init; } = [];

    /// <summary>The container that is meant where none is named: the one that <c>kubectl.kubernetes.io/default-container</c> names, else the first; null where there is none.</summary>
    public string? DefaultContainer { get; init; }

    /// <summary>The images of the pod's containers, in the order of the spec.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The pod's conditions: type, such as <c>Ready</c>, to status: True, False or Unknown.</summary>
    public IReadOnlyDictionary<string, string> Conditions { get; init; } = new Dictionary<string, string>();

    /// <summary>Why the pod is as it is, in words: its own message or that of the first container that has one; null where nothing says.</summary>
    public string? Message { get; init; }

    /// <summary>Kind and name of the controller that made the pod, such as <c>ReplicaSet/web-5d9c</c>; null for a bare pod.</summary>
    public string? Owner { get; init; }

    /// <summary>Whether the pod is gone: this is how a watch last saw it.</summary>
    public bool Deleted { get; init; }

    /// <summary>When the pod object was created (UTC).</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time from the pod's creation until it was read.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>The pod's labels; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Namespace and name, joined by a slash.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
