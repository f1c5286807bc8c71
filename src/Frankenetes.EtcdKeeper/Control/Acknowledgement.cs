using System.Text.Json.Serialization;
using Frankenetes.EtcdKeeper.Restore;
using Frankenetes.EtcdKeeper.Revisions;

namespace Frankenetes.EtcdKeeper.Control;

/// <summary>control/ack-etcd-keeper.json: where the keeper stands. docs/contracts.md section 4.</summary>
internal sealed record Acknowledgement
{
    public required int Epoch { get; init; }

    public string Agent { get; init; } = "etcd-keeper";

    /// <summary>The request last answered (while Suspending or Checkpointing: the one being answered); null = none in this epoch.</summary>
    public required string? RequestId { get; init; }

    public required KeeperPhase Phase { get; init; }

    /// <summary>The request that needs no answer any more; null = none.</summary>
    [JsonIgnore]
    public string? Answered => Phase is KeeperPhase.Suspending or KeeperPhase.Checkpointing ? null : RequestId;

    public required DateTimeOffset At { get; init; }

    public string? Message { get; init; }

    /// <summary>The store's revision when the phase began; null where it is not known.</summary>
    public long? Revision { get; init; }

    /// <summary>How much of the store stands in storage; null = nothing runs yet.</summary>
    public ProtectionState? Protection { get; init; }

    /// <summary>How this keeper brought the store back; null = it did not have to.</summary>
    public StartReport? Start { get; init; }
}
