namespace Frankenetes.EtcdKeeper.Restore;

/// <summary>The file in a member's folder that says whose data it is, and that it is good to serve.</summary>
internal sealed record ServingMark
{
    public required Guid ClusterId { get; init; }

    public required int Epoch { get; init; }
}
