namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>What a provider has of one pod, at the moment of the look.</summary>
public sealed record PodInstance
{
    /// <summary>The UID that it was made for.</summary>
    public required string Uid { get; init; }

    /// <summary>Somebody else's: it has the name that ours would bear. Nothing but its presence is looked at, and it is never touched.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Why the backend could not make it, for people: nothing of it ever ran and nothing will. Null: it could, or has not said yet.</summary>
    public string? Failure { get; init; }

    /// <summary>The pod's address; null while it has none.</summary>
    public string? Address { get; init; }

    /// <summary>Containers and init containers by name; one that the backend says nothing of yet may be missing.</summary>
    public required IReadOnlyDictionary<string, ContainerInstance> Containers { get; init; }

    /// <summary>How often containers were started in instances of the same pod before this one; what is not named was never.</summary>
    public IReadOnlyDictionary<string, int> EarlierStarts { get; init; } = new Dictionary<string, int>();

    /// <summary>What the backend warned of, oldest first; the kubelet passes on as events what is new.</summary>
    public IReadOnlyList<PodWarning> Warnings { get; init; } = [];
}

/// <summary>Something that people should see.</summary>
/// <param name="Container">Whose; null: the whole pod's.</param>
/// <param name="Reason">One word, as in <c>BackOff</c>.</param>
/// <param name="Message">For people.</param>
/// <param name="At">When it was last seen.</param>
public sealed record PodWarning(string? Container, string Reason, string Message, DateTimeOffset At);
