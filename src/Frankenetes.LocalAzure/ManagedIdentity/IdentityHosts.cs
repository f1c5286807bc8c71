using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>All hosts of programs that have an identity.</summary>
internal sealed class IdentityHosts
{
    private readonly ConcurrentDictionary<string, IdentityHost> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly DocumentStore<IdentityHost> _store;
    private readonly Lock _gate = new();

    public IdentityHosts(StateFolder state)
    {
        _store = new DocumentStore<IdentityHost>(state.File("identity-hosts"));
        foreach (var host in _store.LoadAll())
            _hosts[host.Name] = host;
    }

    public IEnumerable<IdentityHost> All => _hosts.Values;

    /// <summary>The host that the header is of; null where it is of none.</summary>
    public IdentityHost? FindByHeader(string header) =>
        All.FirstOrDefault(h => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(h.Header)), SHA256.HashData(Encoding.UTF8.GetBytes(header))));

    /// <summary>Makes it, or changes the one that is there.</summary>
    public IdentityHost Put(string name, Func<IdentityHost?, IdentityHost> change)
    {
        lock (_gate)
        {
            var host = change(_hosts.GetValueOrDefault(name));
            _store.Save(Key(name), host);
            return _hosts[name] = host;
        }
    }

    /// <summary>Deleting what is absent succeeds.</summary>
    public void Delete(string name)
    {
        lock (_gate)
        {
            _store.Delete(Key(name));
            _hosts.TryRemove(name, out _);
        }
    }

    private static string Key(string name) => name.ToLowerInvariant();
}
