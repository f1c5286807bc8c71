namespace Frankenetes.EtcdKeeper.Configuration;

internal enum StartMode
{
    /// <summary>An empty store; refused where the cluster has a history already.</summary>
    New,

    /// <summary>The store as the last suspend left it, or as the newest snapshot has it where no suspend ended.</summary>
    Resume,
}
