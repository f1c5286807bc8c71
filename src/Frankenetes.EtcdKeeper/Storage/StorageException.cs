namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>Blob storage refused or could not be reached. The message names what was tried and the service's code, never an address or a SAS.</summary>
internal sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
