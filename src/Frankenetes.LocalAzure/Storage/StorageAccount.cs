using Frankenetes.LocalAzure.Storage.Blobs;
using Frankenetes.LocalAzure.Storage.Files;

namespace Frankenetes.LocalAzure.Storage;

/// <summary>A storage account: what ARM tells of it and the keys that open it.</summary>
public sealed class StorageAccount
{
    private readonly Lazy<BlobStore> _blobs;
    private readonly Lazy<ShareStore> _shares;
    private volatile StorageAccountDocument _document;

    internal StorageAccount(string directory, StorageAccountDocument document, TimeProvider time)
    {
        Directory = directory;
        _document = document;
        _blobs = new Lazy<BlobStore>(() => new BlobStore(directory, time.GetUtcNow()));
        _shares = new Lazy<ShareStore>(() => new ShareStore(directory));
    }

    /// <summary>3 to 24 lower-case letters and digits; unique within this local Azure.</summary>
    public string Name => _document.Name;

    /// <summary>Azure's region name, such as <c>eastus</c>.</summary>
    public string Location => _document.Location;

    /// <summary>ARM's <c>kind</c>, such as <c>StorageV2</c>.</summary>
    public string Kind => _document.Kind;

    /// <summary>ARM's <c>sku.name</c>, such as <c>Standard_LRS</c>.</summary>
    public string Sku => _document.Sku;

    /// <summary>Resource tags; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Tags => _document.Tags;

    /// <summary>When the account was made, UTC.</summary>
    public DateTimeOffset CreatedAt => _document.CreatedAt;

    /// <summary><c>key1</c> and <c>key2</c>, each 64 random bytes in base64. Either opens everything in the account: never log them.</summary>
    public IReadOnlyList<string> Keys => _document.Keys;

    /// <summary>Where the account's data lies; a folder for its owner alone.</summary>
    internal string Directory { get; }

    /// <summary>The account's containers, read at first use.</summary>
    internal BlobStore Blobs => _blobs.Value;

    /// <summary>The account's shares, read at first use.</summary>
    internal ShareStore Shares => _shares.Value;

    internal StorageAccountDocument Document
    {
        get => _document;
        set => _document = value;
    }
}
