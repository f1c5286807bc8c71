using System.Collections.Concurrent;

namespace Frankenetes.LocalAzure.State;

/// <summary>Documents that are looked at often and changed seldom: each is in memory, and on disk before a change is told.</summary>
internal sealed class Documents<T>
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _documents = new(StringComparer.Ordinal);
    private readonly DocumentStore<T> _store;
    private readonly Lock _gate = new();

    /// <param name="folder">Theirs alone.</param>
    /// <param name="keyOf">What a document is called; unlike any other's.</param>
    public Documents(string folder, Func<T, string> keyOf)
    {
        _store = new DocumentStore<T>(folder);
        foreach (var document in _store.LoadAll())
            _documents[keyOf(document)] = document;
    }

    /// <summary>In order of their keys.</summary>
    public IEnumerable<T> All => _documents.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);

    public T? Find(string key) => _documents.GetValueOrDefault(key);

    /// <summary>Makes the document, or changes the one that is there; nobody changes any other meanwhile.</summary>
    /// <param name="key">Its key, before and after.</param>
    /// <param name="change">Is given what is there; what it throws leaves all as it was.</param>
    public T Put(string key, Func<T?, T> change)
    {
        lock (_gate)
        {
            var document = change(Find(key));
            _store.Save(key, document);
            return _documents[key] = document;
        }
    }

    /// <summary>Deleting what is absent succeeds.</summary>
    public void Delete(string key)
    {
        lock (_gate)
        {
            _store.Delete(key);
            _documents.TryRemove(key, out _);
        }
    }
}
