using Frankenetes.Clusters.Checkpoints;

namespace Frankenetes.Clusters.Control;

/// <summary><c>control/state.json</c>. Every write has a request id of its own, by which acknowledgements are told apart.</summary>
internal sealed record ControlState(int Epoch, ControlRequest Request, string RequestId, DateTimeOffset At, CheckpointOrder? Checkpoint = null);
