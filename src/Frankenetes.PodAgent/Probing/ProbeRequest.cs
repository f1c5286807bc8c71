using Frankenetes.PodAgent.Ending;

namespace Frankenetes.PodAgent.Probing;

/// <summary>The probes of this container; any may be null. They run until the request is given up, and changes of their results are told.</summary>
internal sealed record ProbeRequest
{
    /// <summary>Until it succeeds, the others wait.</summary>
    public Probe? Startup { get; init; }

    public Probe? Readiness { get; init; }

    public Probe? Liveness { get; init; }
}

/// <summary>A probe as a pod has it, defaults filled in: a call, again and again. Source: Kubernetes core/v1, Probe.</summary>
internal sealed record Probe : Hook
{
    public double InitialDelaySeconds { get; init; }

    public double PeriodSeconds { get; init; } = 10;

    public double TimeoutSeconds { get; init; } = 1;

    public int SuccessThreshold { get; init; } = 1;

    public int FailureThreshold { get; init; } = 3;
}

/// <summary>Answers with 200 to 399. Plain HTTP: the agent holds no TLS.</summary>
/// <param name="Port">TCP port.</param>
/// <param name="Path">With its query; null: /.</param>
/// <param name="Host">Where to connect; null: localhost.</param>
/// <param name="Headers">Besides our own; these win.</param>
internal sealed record HttpTarget(int Port, string? Path = null, string? Host = null, IReadOnlyList<HttpHeader>? Headers = null);

/// <summary>A header of a request.</summary>
internal sealed record HttpHeader(string Name, string Value);

/// <summary>Takes a connection.</summary>
internal sealed record TcpTarget(int Port, string? Host = null);

/// <summary>Answers grpc.health.v1.Health/Check with SERVING.</summary>
internal sealed record GrpcTarget(int Port, string? Service = null);
