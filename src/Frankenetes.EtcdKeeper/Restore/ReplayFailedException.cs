namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>A replay left the path of the recorded revisions; it is to be begun again on a new restore.</summary>
internal sealed class ReplayFailedException(string message) : Exception(message);
