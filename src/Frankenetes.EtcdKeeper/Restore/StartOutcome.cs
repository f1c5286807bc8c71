using Frankenetes.EtcdKeeper.Revisions;
using Frankenetes.EtcdKeeper.Snapshots;

namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>A store that runs behind a closed gate.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Sealed">The manifest it may be sealed by since before a restart; null = it is not.</param>
/// <param name="Origin">What its log goes on from; null = the data was there already, so the gate was open before and need not wait for storage.</param>
/// <param name="Report">How the store came back; null = it is a new one, or was there already.</param>
internal sealed record StartOutcome(MemberFolder Folder, Manifest? Sealed, LogOrigin? Origin, StartReport? Report)
{
    /// <summary>The store's folder by name: the member in the log.</summary>
    public string Member => Path.GetFileName(Folder.Path);
}
