using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Probing;

namespace Frankenetes.PodAgent.Ending;

/// <summary>Ends the container as a kubelet does, but for the last signal.</summary>
internal sealed record EndRequest
{
    /// <summary>Run first; null: no such hook.</summary>
    public Hook? PreStop { get; init; }

    /// <summary>For hook and signal together.</summary>
    public double GraceSeconds { get; init; } = 30;

    /// <summary>What the container's first process is sent; 0: SIGTERM.</summary>
    public int Signal { get; init; }
}

/// <summary>One call of a hook beside the container's process.</summary>
/// <param name="Call">What to do.</param>
/// <param name="LimitSeconds">How long it may take.</param>
internal sealed record HookRequest(Hook Call, double LimitSeconds);

/// <summary>A hook as a pod has it: exactly one way is set.</summary>
internal record Hook
{
    public CommandRequest? Exec { get; init; }

    public HttpTarget? Http { get; init; }

    public TcpTarget? Tcp { get; init; }

    public GrpcTarget? Grpc { get; init; }

    /// <summary>Only waits.</summary>
    public double? SleepSeconds { get; init; }
}
