namespace Frankenetes.Contracts;

/// <summary>What Azure Container Instances would make of a pod, told before anything is created.</summary>
public sealed class FrankenetesPodTest
{
    /// <summary>What in the manifest the pod comes from: <c>Pod/web</c>, <c>Deployment/web</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The pod's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>False: at least one finding is a refusal, and the pod would wait for ever.</summary>
    public required bool Accepted { get; init; }

    /// <summary>Everything there is to say; empty: the pod runs as it is written.</summary>
    public IReadOnlyList<FrankenetesPodFinding> Findings { get; init; } = [];

    /// <summary>Source and verdict in one line.</summary>
    public override string ToString() => $"{Source}: {(Accepted ? "accepted" : "refused")}";
}
