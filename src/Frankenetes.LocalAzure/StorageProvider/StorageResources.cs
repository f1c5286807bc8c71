using System.Collections.Concurrent;
using Frankenetes.LocalAzure.ResourceManager;
using Frankenetes.LocalAzure.State;
using Frankenetes.LocalAzure.Storage;

namespace Frankenetes.LocalAzure.StorageProvider;

/// <summary>Microsoft.Storage's side of ARM's lists and deletions.</summary>
internal sealed class StorageResources : IResourceProvider
{
    private readonly ConcurrentDictionary<string, StorageAccountRecord> _records = new(StringComparer.Ordinal);
    private readonly DocumentStore<StorageAccountRecord> _store;
    private readonly StorageAccounts _accounts;
    private readonly ResourceIds _ids;
    private readonly Lock _gate = new();

    public StorageResources(StateFolder state, StorageAccounts accounts, ResourceIds ids)
    {
        (_accounts, _ids) = (accounts, ids);
        _store = new DocumentStore<StorageAccountRecord>(state.File("storage-accounts"));
        foreach (var record in _store.LoadAll().ToList())
        {
            // Written before the account is made and deleted after it is gone: alone, it is what a crash left.
            if (accounts.TryGet(record.Name, out _))
                _records[record.Name] = record;
            else
                _store.Delete(record.Name);
        }
    }

    public string Namespace => "Microsoft.Storage";

    public IReadOnlyList<string> ResourceTypes { get; } = ["storageAccounts", "checkNameAvailability", "operations"];

    public IEnumerable<ResourceEntry> Resources => All.Select(a => new ResourceEntry(
        _ids.StorageAccount(a.Record.ResourceGroup, a.Record.Name), a.Record.Name, ResourceIds.StorageAccountType, a.Record.ResourceGroup,
        a.Account.Location, a.Account.Tags, a.Account.CreatedAt, "Succeeded") { Kind = a.Account.Kind, Sku = a.Account.Sku });

    public IEnumerable<(StorageAccountRecord Record, StorageAccount Account)> All
    {
        get
        {
            foreach (var record in _records.Values.OrderBy(r => r.Name, StringComparer.Ordinal))
            {
                if (_accounts.TryGet(record.Name, out var account))
                    yield return (record, account);
            }
        }
    }

    public bool IsTaken(string name) => _accounts.TryGet(name, out _);

    /// <summary>The account, where it is in this resource group; null otherwise.</summary>
    public (StorageAccountRecord Record, StorageAccount Account)? Find(string resourceGroup, string name) =>
        _records.TryGetValue(name, out var record) && record.ResourceGroup == resourceGroup && _accounts.TryGet(name, out var account) ? (record, account) : null;

    /// <summary>Makes the account; it is on disk when this returns.</summary>
    /// <exception cref="ArmException">The name is another account's.</exception>
    public (StorageAccountRecord Record, StorageAccount Account) Create(string resourceGroup, string name, string location, string kind, string sku, IReadOnlyDictionary<string, string> tags)
    {
        lock (_gate)
        {
            if (IsTaken(name))
                throw ArmErrors.StorageAccountTaken(name);
            var record = new StorageAccountRecord(name, resourceGroup);
            _store.Save(name, record);
            var account = _accounts.Create(name, location, kind, sku, tags);
            _records[name] = record;
            return (record, account);
        }
    }

    public void SetTags(string name, IReadOnlyDictionary<string, string> tags) => _accounts.SetTags(name, tags);

    /// <param name="name">The account.</param>
    /// <param name="index">0 for key1, 1 for key2.</param>
    public void RegenerateKey(string name, int index) => _accounts.RegenerateKey(name, index);

    public void Delete(string name)
    {
        lock (_gate)
        {
            _accounts.Delete(name);
            _store.Delete(name);
            _records.TryRemove(name, out _);
        }
    }

    public Task DeleteAllInAsync(string resourceGroup)
    {
        foreach (var record in _records.Values.Where(r => r.ResourceGroup.Equals(resourceGroup, StringComparison.OrdinalIgnoreCase)))
            Delete(record.Name);
        return Task.CompletedTask;
    }

    public bool TrySetTags(string id, IReadOnlyDictionary<string, string> tags)
    {
        var record = _records.Values.FirstOrDefault(r => _ids.StorageAccount(r.ResourceGroup, r.Name).Equals(id, StringComparison.OrdinalIgnoreCase));
        return record is not null && _accounts.SetTags(record.Name, tags);
    }
}
