using System.Security.Cryptography;
using System.Text;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ManagedIdentity;

/// <summary>All hosts of programs that have an identity. Their names are compared without regard to case.</summary>
internal sealed class IdentityHosts(StateFolder state)
{
    private readonly Documents<IdentityHost> _hosts = new(state.File("identity-hosts"), host => Key(host.Name));

    public IEnumerable<IdentityHost> All => _hosts.All;

    /// <summary>The host that the header is of; null where it is of none.</summary>
    public IdentityHost? FindByHeader(string header) =>
        All.FirstOrDefault(h => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(h.Header)), SHA256.HashData(Encoding.UTF8.GetBytes(header))));

    /// <summary>Makes it, or changes the one that is there.</summary>
    public IdentityHost Put(string name, Func<IdentityHost?, IdentityHost> change) => _hosts.Put(Key(name), change);

    /// <summary>Deleting what is absent succeeds.</summary>
    public void Delete(string name) => _hosts.Delete(Key(name));

    private static string Key(string name) => name.ToLowerInvariant();
}
