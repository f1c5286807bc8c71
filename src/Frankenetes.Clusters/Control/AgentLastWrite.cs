namespace Frankenetes.Clusters.Control;

/// <summary>The <c>lastWrite</c> of a virtual kubelet's acknowledgement: the newest change that people or workloads made.</summary>
internal sealed record AgentLastWrite(DateTimeOffset At, string User, string Verb, string Resource);
