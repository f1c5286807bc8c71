namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>How an append blob stands.</summary>
/// <param name="State">Whose it is.</param>
/// <param name="Bytes">Its length; 0 where it is absent.</param>
internal readonly record struct Hold(HoldState State, long Bytes);
