namespace Frankenetes.Contracts;

/// <summary>What a command in a pod's container said and how it ended.</summary>
public sealed class FrankenetesPodCommandResult
{
    /// <summary>The name of the cluster that the pod belongs to.</summary>
    public required string ClusterName { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The pod's name.</summary>
    public required string PodName { get; init; }

    /// <summary>The container that the command ran in.</summary>
    public required string Container { get; init; }

    /// <summary>The command: the program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>How the command ended: 0 is success by custom, 128 + n an end by signal n.</summary>
    public required int ExitCode { get; init; }

    /// <summary>The lines of standard output, read as UTF-8; empty when there were none.</summary>
    public IReadOnlyList<string> Output { get; init; } = [];

    /// <summary>The lines of standard error, read as UTF-8; empty when there were none.</summary>
    public IReadOnlyList<string> Error { get; init; } = [];

    /// <summary>From the request until the exit code was known.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The lines of standard output.</summary>
    public override string ToString() => string.Join('\n', Output);
}
