using Frankenetes.PodAgent.Attaching;
using Frankenetes.PodAgent.Commands;
using Frankenetes.PodAgent.Ending;
using Frankenetes.PodAgent.Files;
using Frankenetes.PodAgent.Forwarding;
using Frankenetes.PodAgent.Probing;

namespace Frankenetes.PodAgent.Sessions;

/// <summary>What a channel is opened for: exactly one member is set.</summary>
internal sealed record Request
{
    public CommandRequest? Exec { get; init; }

    public ForwardRequest? Forward { get; init; }

    public ProbeRequest? Probes { get; init; }

    public EndRequest? Terminate { get; init; }

    public HookRequest? Hook { get; init; }

    public FileRequest? Files { get; init; }

    public AttachRequest? Attach { get; init; }

    public FormerRequest? Former { get; init; }
}
