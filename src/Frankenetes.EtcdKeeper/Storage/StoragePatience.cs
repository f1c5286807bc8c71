namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>How long a caller would rather wait than hear of a failure.</summary>
internal enum StoragePatience
{
    /// <summary>One try: the caller comes again by itself in a moment.</summary>
    Once,

    /// <summary>Several tries with growing pauses.</summary>
    Patient,
}
