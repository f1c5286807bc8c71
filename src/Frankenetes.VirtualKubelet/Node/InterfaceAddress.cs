using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Frankenetes.VirtualKubelet.Node;

/// <summary>The address that the group has on its network. Current API servers refuse loopback as a node's address.</summary>
internal static class InterfaceAddress
{
    /// <exception cref="InvalidOperationException">There is no interface but loopback.</exception>
    public static IPAddress Find()
    {
        var addresses =
            from network in NetworkInterface.GetAllNetworkInterfaces()
            where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
            from unicast in network.GetIPProperties().UnicastAddresses
            where !IPAddress.IsLoopback(unicast.Address) && !unicast.Address.IsIPv6LinkLocal
            orderby unicast.Address.AddressFamily == AddressFamily.InterNetwork descending
            select unicast.Address;
        return addresses.FirstOrDefault() ?? throw new InvalidOperationException("This container group has no network interface but loopback.");
    }
}
