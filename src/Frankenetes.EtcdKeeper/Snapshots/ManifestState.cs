namespace Frankenetes.EtcdKeeper.Snapshots;

internal enum ManifestState
{
    /// <summary>Written by the keeper, whose gate is closed; a cmdlet may claim it.</summary>
    Sealed,

    /// <summary>The suspend counts; the gate never opens again in this epoch.</summary>
    Claimed,

    /// <summary>The keeper took it back; the cluster went on.</summary>
    Voided,
}
