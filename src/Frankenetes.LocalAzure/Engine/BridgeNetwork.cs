using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Models;
using Frankenetes.LocalAzure.Hosting;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>The instance's one bridge, with DNS. Its subnet is chosen once and remembered: groups hold the gateway's address.</summary>
internal sealed class BridgeNetwork
{
    private const int PrefixLength = 20;
    private const int InspectAttempts = 20;
    private static readonly TimeSpan InspectAgain = TimeSpan.FromMilliseconds(50);

    private BridgeNetwork(string name, IPNetwork subnet) => (Name, Subnet) = (name, subnet);

    public string Name { get; }

    public IPNetwork Subnet { get; }

    /// <summary>The subnet's first address, where LocalAzure listens for groups.</summary>
    public IPAddress Gateway => AddressAt(1);

    /// <summary>The host address with this number within the subnet.</summary>
    public IPAddress AddressAt(int number)
    {
        var bytes = Subnet.BaseAddress.GetAddressBytes();
        var value = ((uint)bytes[0] << 24 | (uint)bytes[1] << 16 | (uint)bytes[2] << 8 | bytes[3]) + (uint)number;
        return new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
    }

    /// <summary>How many addresses the subnet has.</summary>
    public static int Size => 1 << (32 - PrefixLength);

    /// <summary>Makes the instance's network, in the remembered subnet or in the first free one, or finds it.</summary>
    /// <exception cref="StartupException">The engine refuses (exit code 3).</exception>
    public static async Task<BridgeNetwork> EnsureAsync(IDockerClient client, Instance instance)
    {
        var name = $"frankenetes-{instance.ShortId}";
        var own = OwnSubnets().ToList();
        // A network that is gone has no group left, so one that was taken meanwhile can be given up.
        var remembered = instance.Subnet is { } known ? new[] { IPNetwork.Parse(known) } : [];
        var candidates = remembered.Concat(Candidates().Where(c => !own.Any(t => Overlap(c, t))));
        DockerApiException? refusal = null;
        // The engine refuses what is taken. Not asked for its list of networks: Podman's looks into every container there is, and fails when anybody's is half removed.
        foreach (var candidate in candidates.Take(64))
        {
            var network = new BridgeNetwork(name, candidate);
            try
            {
                await network.CreateAsync(client, instance);
                return network;
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.Conflict || EngineMessage.Of(e).EndsWith("network already exists", StringComparison.Ordinal))
            {
                return new BridgeNetwork(name, await SubnetOfAsync(client, name));
            }
            catch (DockerApiException e)
            {
                refusal = e;
            }
        }

        throw StartupException.EngineMissing($"The container engine cannot make the network '{name}': {(refusal is null ? null : EngineMessage.Of(refusal)) ?? "no free subnet in 10.201.0.0/16 to 10.250.0.0/16"}", refusal);
    }

    /// <summary>Takes the network down; every container must be gone. One that is absent is no error.</summary>
    public async Task RemoveAsync(IDockerClient client)
    {
        try
        {
            await client.Networks.DeleteNetworkAsync(Name);
        }
        catch (DockerNetworkNotFoundException)
        {
            // Gone already.
        }
    }

    private static async Task<IPNetwork> SubnetOfAsync(IDockerClient client, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return IPNetwork.Parse((await client.Networks.InspectNetworkAsync(name)).IPAM.Config[0].Subnet);
            }
            catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.InternalServerError && attempt < InspectAttempts)
            {
                // Here too Podman looks into every container there is, and one that is half removed is gone a moment later.
                await Task.Delay(InspectAgain * attempt);
            }
        }
    }

    private Task<NetworksCreateResponse> CreateAsync(IDockerClient client, Instance instance) => client.Networks.CreateNetworkAsync(new NetworksCreateParameters
    {
        Name = Name,
        Driver = "bridge",
        Labels = new Dictionary<string, string> { [Containers.InstanceLabel] = instance.Id.ToString() },
        IPAM = new IPAM { Driver = "default", Config = [new IPAMConfig { Subnet = Subnet.ToString(), Gateway = Gateway.ToString() }] },
    });

    private static IEnumerable<IPNetwork> Candidates() =>
        from second in Enumerable.Range(201, 50)
        from third in Enumerable.Range(0, 16)
        select new IPNetwork(new IPAddress([10, (byte)second, (byte)(third * 16), 0]), PrefixLength);

    private static IEnumerable<IPNetwork> OwnSubnets() =>
        from card in NetworkInterface.GetAllNetworkInterfaces()
        from address in card.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily == AddressFamily.InterNetwork
        select Enclosing(address.Address, address.PrefixLength);

    private static IPNetwork Enclosing(IPAddress address, int prefixLength)
    {
        var value = BitConverter.ToUInt32(address.GetAddressBytes().Reverse().ToArray());
        var mask = prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength);
        return new IPNetwork(new IPAddress(BitConverter.GetBytes(value & mask).Reverse().ToArray()), prefixLength);
    }

    private static bool Overlap(IPNetwork a, IPNetwork b) => a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress);
}
