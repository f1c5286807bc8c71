using System.Net;
using System.Text.Json;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>Gives groups their addresses. A DNS label's address is remembered and given to nobody else, so that it is the same after delete and create.</summary>
internal sealed class AddressPool
{
    private const int FirstNumber = 10;
    private readonly BridgeNetwork _network;
    private readonly string _path;
    private readonly Dictionary<string, string> _byLabel;
    private readonly Dictionary<string, string> _inUse = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private int _next = FirstNumber;

    public AddressPool(StateFolder state, BridgeNetwork network)
    {
        (_network, _path) = (network, state.File("addresses.json"));
        _byLabel = File.Exists(_path) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(_path), StateJson.Options)! : [];
        // Another subnet than last time (the engine refused the old one): nothing remembered is of use.
        foreach (var (label, address) in _byLabel.ToList())
        {
            if (!network.Subnet.Contains(IPAddress.Parse(address)))
                _byLabel.Remove(label);
        }
    }

    /// <summary>Notes what a group already has, at start.</summary>
    public void Adopt(string group, string? address)
    {
        lock (_gate)
        {
            if (address is not null && _network.Subnet.Contains(IPAddress.Parse(address)))
                _inUse[group] = address;
        }
    }

    /// <summary>The address for a group: the one it has, its label's, or a free one.</summary>
    /// <param name="group">The group's key.</param>
    /// <param name="fqdn">Its label's full name; null without one.</param>
    public string Assign(string group, string? fqdn)
    {
        lock (_gate)
        {
            if (fqdn is not null && _byLabel.TryGetValue(fqdn, out var remembered))
                return _inUse[group] = remembered;
            if (!_inUse.TryGetValue(group, out var address))
                address = _inUse[group] = Free();
            if (fqdn is not null)
            {
                _byLabel[fqdn] = address;
                AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(_byLabel, StateJson.Options));
            }

            return address;
        }
    }

    public void Release(string group)
    {
        lock (_gate)
            _inUse.Remove(group);
    }

    /// <summary>Goes round, so that an address just given back is not at once another group's.</summary>
    private string Free()
    {
        var taken = _inUse.Values.Concat(_byLabel.Values).ToHashSet(StringComparer.Ordinal);
        for (var tried = 0; tried < BridgeNetwork.Size; tried++)
        {
            _next = _next >= BridgeNetwork.Size - 2 ? FirstNumber : _next + 1;
            var address = _network.AddressAt(_next).ToString();
            if (!taken.Contains(address))
                return address;
        }

        throw new InvalidOperationException("Every address of the bridge is taken.");
    }
}
