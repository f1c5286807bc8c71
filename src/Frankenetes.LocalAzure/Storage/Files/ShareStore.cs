using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Frankenetes.LocalAzure.Storage.Durability;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>The shares of one account, each in a folder of its name under <c>shares</c>, so that a mount finds it again after a restart.</summary>
internal sealed class ShareStore
{
    private readonly ConcurrentDictionary<string, Share> _shares = new(StringComparer.Ordinal);
    private readonly KeyedLocks _locks = new();
    private readonly string _directory;

    /// <summary>Reads what an account's folder holds.</summary>
    public ShareStore(string accountDirectory)
    {
        _directory = Path.Combine(accountDirectory, "shares");
        DurableFile.CreatePrivateDirectory(_directory);
        Trash.Sweep(_directory);
        foreach (var directory in Directory.EnumerateDirectories(_directory)) Load(directory);
    }

    /// <summary>All shares, in no order.</summary>
    public IEnumerable<Share> Shares => _shares.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out Share? share) => _shares.TryGetValue(name, out share);

    /// <summary>The share of a name.</summary>
    public Share Get(string name) => _shares.TryGetValue(name, out var share) ? share : throw StorageErrors.ShareNotFound();

    /// <summary>Waits for the lock of a share's own state.</summary>
    public Task<IDisposable> LockAsync(string name, CancellationToken stop) => _locks.AcquireAsync(name, stop);

    /// <summary>Makes a share. The caller holds its lock.</summary>
    public void Create(ShareDocument document)
    {
        var share = new Share(Path.Combine(_directory, document.Name), document);
        share.Initialize();
        DurableFile.SyncDirectory(_directory);
        _shares[document.Name] = share;
    }

    /// <summary>Removes a share with its files. The caller holds its lock.</summary>
    public void Remove(Share share)
    {
        _shares.TryRemove(share.Document.Name, out _);
        share.Remove();
    }

    private void Load(string directory)
    {
        Trash.Sweep(directory);
        if (Share.ReadDocument(directory) is { } document) _shares[document.Name] = new Share(directory, document);
        else Directory.Delete(directory, recursive: true);
    }
}
