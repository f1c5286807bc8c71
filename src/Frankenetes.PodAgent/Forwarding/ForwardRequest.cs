namespace Frankenetes.PodAgent.Forwarding;

/// <summary>A connection to a TCP port of the pod's own localhost.</summary>
internal sealed record ForwardRequest(int Port);
