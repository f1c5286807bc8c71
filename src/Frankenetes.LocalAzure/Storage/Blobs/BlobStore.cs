using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Frankenetes.LocalAzure.Storage.Durability;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Blobs;

/// <summary>The containers of one account, each in a folder of its own under <c>blob</c>.</summary>
internal sealed class BlobStore
{
    private readonly ConcurrentDictionary<string, BlobContainer> _containers = new(StringComparer.Ordinal);
    private readonly KeyedLocks _locks = new();
    private readonly string _directory;

    /// <summary>Reads what an account's folder holds.</summary>
    public BlobStore(string accountDirectory, DateTimeOffset now)
    {
        _directory = Path.Combine(accountDirectory, "blob");
        DurableFile.CreatePrivateDirectory(_directory);
        Trash.Sweep(_directory);
        foreach (var directory in Directory.EnumerateDirectories(_directory)) Load(directory, now);
    }

    /// <summary>All containers, in no order.</summary>
    public IEnumerable<BlobContainer> Containers => _containers.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out BlobContainer? container) => _containers.TryGetValue(name, out container);

    /// <summary>The container of a name.</summary>
    public BlobContainer Get(string name) => _containers.TryGetValue(name, out var container) ? container : throw StorageErrors.ContainerNotFound();

    /// <summary>Waits for the lock of a container's own state.</summary>
    public Task<IDisposable> LockAsync(string name, CancellationToken stop) => _locks.AcquireAsync(name, stop);

    /// <summary>Makes a container. The caller holds its lock.</summary>
    public void Create(ContainerDocument document)
    {
        // The folder's name is used once: work that began on a container of this name that was deleted cannot end up in the new one.
        var container = new BlobContainer(Path.Combine(_directory, $"{document.Name}.{Guid.NewGuid():N}"), document);
        container.Initialize();
        DurableFile.SyncDirectory(_directory);
        if (!_containers.TryAdd(document.Name, container)) throw StorageErrors.ContainerAlreadyExists();
    }

    /// <summary>Removes a container with its blobs. The caller holds its lock.</summary>
    public void Remove(BlobContainer container)
    {
        _containers.TryRemove(container.Document.Name, out _);
        Trash.Remove(container.Directory);
    }

    private void Load(string directory, DateTimeOffset now)
    {
        if (BlobContainer.ReadDocument(directory) is not { } document)
        {
            // The process ended before the container was finished: nobody was told that it exists.
            Directory.Delete(directory, recursive: true);
            return;
        }

        var container = new BlobContainer(directory, document);
        container.Load(now);
        _containers[document.Name] = container;
    }
}
