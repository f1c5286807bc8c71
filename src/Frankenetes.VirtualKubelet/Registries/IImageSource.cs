namespace Frankenetes.VirtualKubelet.Registries;

/// <summary>Where the documents of one repository are read.</summary>
internal interface IImageSource
{
    /// <param name="reference">Tag or digest.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<byte[]> ManifestAsync(string reference, CancellationToken cancellationToken);

    Task<byte[]> BlobAsync(string digest, CancellationToken cancellationToken);
}
