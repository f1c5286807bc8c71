namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>
/// opened/{epoch:D6}.json: in this epoch the gate was opened, so clients may have met revisions that no older snapshot holds. An older
/// manifest is no exact state to go back to any more.
/// </summary>
internal sealed record Opening
{
    public required Guid ClusterId { get; init; }

    public required int Epoch { get; init; }

    public required DateTimeOffset At { get; init; }
}
