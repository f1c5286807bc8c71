using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Forwarding;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>What a channel is opened for: exactly one member is set.</summary>
internal sealed record Request
{
    public CommandRequest? Exec { get; init; }

    public ForwardRequest? Forward { get; init; }
}
