
namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>The kinds of blobs served; their names are the header's values.</summary>
internal enum BlobType
{
    /// <summary>Written whole, or committed from blocks.</summary>
    BlockBlob,

    /// <summary>Grows at its end.</summary>
    AppendBlob,
}
