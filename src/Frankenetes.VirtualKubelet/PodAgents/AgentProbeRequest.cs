namespace Frankenetes.VirtualKubelet.PodAgents;

/// <summary>The probes of a container, for its agent to run (docs/contracts.md, section 7).</summary>
internal sealed record AgentProbeSet(AgentProbe? Startup, AgentProbe? Readiness, AgentProbe? Liveness);

/// <summary>One probe: exactly one of the four ways is set.</summary>
internal sealed record AgentProbe
{
    public AgentCommand? Exec { get; init; }

    public AgentHttp? Http { get; init; }

    public AgentTcp? Tcp { get; init; }

    public AgentGrpc? Grpc { get; init; }

    public int InitialDelaySeconds { get; init; }

    public int PeriodSeconds { get; init; }

    public int TimeoutSeconds { get; init; }

    public int SuccessThreshold { get; init; }

    public int FailureThreshold { get; init; }
}

/// <summary>GET over plain HTTP; no host: localhost.</summary>
internal sealed record AgentHttp(int Port, string? Path, string? Host, IReadOnlyList<AgentHeader>? Headers);

/// <summary>A header of a request.</summary>
internal sealed record AgentHeader(string Name, string Value);

/// <summary>A connection; no host: localhost.</summary>
internal sealed record AgentTcp(int Port, string? Host);

/// <summary>grpc.health.v1.</summary>
internal sealed record AgentGrpc(int Port, string? Service);

/// <summary>A result that changed: of <c>startup</c>, <c>readiness</c> or <c>liveness</c>.</summary>
internal sealed record AgentProbeMessage(string Probe, bool Succeeds, string? Message);

/// <summary>The container's end: the hook, the signal, at most so long.</summary>
internal sealed record AgentEnd(AgentHook? PreStop, double GraceSeconds);

/// <summary>One call of a hook, which may take so long.</summary>
internal sealed record AgentHookCall(AgentHook Call, double LimitSeconds);

/// <summary>A hook: exactly one way is set.</summary>
internal sealed record AgentHook(AgentCommand? Exec, AgentHttp? Http, AgentTcp? Tcp, double? SleepSeconds, AgentGrpc? Grpc = null);
