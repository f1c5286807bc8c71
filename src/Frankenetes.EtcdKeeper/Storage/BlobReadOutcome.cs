namespace Frankenetes.EtcdKeeper.Storage;

internal enum BlobReadOutcome
{
    Read,
    Absent,
    Unchanged,
}
