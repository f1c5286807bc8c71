namespace Frankenetes.PodTranslation;

/// <summary>What a translation knows besides the pod: whose node it is for, and where that node makes its groups.</summary>
internal sealed record TranslationSettings
{
    /// <summary>The pod agent's folder in every container that has it; nothing else may be mounted there.</summary>
    public const string PodAgentFolder = "/.frankenetes";

    /// <summary>The pod agent's file, there and in the share that it comes from.</summary>
    public const string PodAgentFile = "frankenetes-pod";

    /// <summary>The pod agent as containers find it.</summary>
    public const string PodAgentProgram = PodAgentFolder + "/" + PodAgentFile;

    /// <summary>Below it the pod agent writes the volumes of files, which programs see read-only where the pod mounts them; nothing else may be mounted there.</summary>
    public const string FilesFolder = "/.frankenetes-files";

    /// <summary>Below it volumes are mounted of which a pod wants a part elsewhere; nothing else may be mounted there.</summary>
    public const string PartsFolder = "/.frankenetes-parts";

    /// <summary>Below it the parents of programs keep what outlives a run; nothing else may be mounted there.</summary>
    public const string StateFolder = "/.frankenetes-state";

    /// <summary>The cluster's name.</summary>
    public required string Cluster { get; init; }

    /// <summary>The cluster's id, a GUID in its "D" form.</summary>
    public required string ClusterId { get; init; }

    public required string NodeName { get; init; }

    /// <summary>Linux or Windows.</summary>
    public string OperatingSystem { get; init; } = "Linux";

    /// <summary>The region, such as eastus.</summary>
    public required string Location { get; init; }

    /// <summary>The API server as pods reach it.</summary>
    public required string ApiServerHost { get; init; }

    public int ApiServerPort { get; init; } = 6443;

    /// <summary>Where pods take the pod agent from; null: they get none.</summary>
    public PodAgentSource? PodAgent { get; init; }

    /// <summary>Null: the cluster is no clone.</summary>
    public CloneIsolation? Isolation { get; init; }

    /// <summary>The node's address, which the downward API calls the host's.</summary>
    public required string HostAddress { get; init; }

    /// <summary>What a container gets that asks for no CPU, as a Kubernetes quantity; null: its share of the smallest group.</summary>
    public string? DefaultCpu { get; init; }

    /// <summary>What a container gets that asks for no memory, as a Kubernetes quantity; null: its share of the smallest group.</summary>
    public string? DefaultMemory { get; init; }

    /// <summary>Keys of labels and annotations that every group gets as tags, where its pod has them.</summary>
    public IReadOnlyList<string> TagKeys { get; init; } = [];

    /// <summary>What the region has; asked at each translation, for it is learned while the node runs.</summary>
    public Func<RegionCapabilities> Region { get; init; } = static () => RegionCapabilities.Documented;

    /// <summary>The pod agent runs in every Linux container whose pod does not leave it out: it does what ACI cannot.</summary>
    public bool HasPodAgent => PodAgent is not null;
}
