namespace Frankenetes.EtcdKeeper.Checkpoints;

/// <summary>A checkpoint could not be made; the cluster is none the worse.</summary>
internal sealed class CheckpointFailedException(string message) : Exception(message);
