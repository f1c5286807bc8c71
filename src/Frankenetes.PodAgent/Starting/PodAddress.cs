using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Frankenetes.PodAgent.Starting;

/// <summary>The pod's address, which nobody knows when the group's variables and commands are fixed: a placeholder stands there, and the agent fills it in.</summary>
internal static class PodAddress
{
    /// <summary>Stands for the address in variables and arguments.</summary>
    public const string Placeholder = "{frankenetes.io/pod-ip}";

    private static string? _known;

    /// <exception cref="IOException">There is a placeholder and no address.</exception>
    public static string Fill(string text) => text.Contains(Placeholder, StringComparison.Ordinal) ? text.Replace(Placeholder, _known ??= Find(), StringComparison.Ordinal) : text;

    private static string Find()
    {
        var addresses =
            from network in NetworkInterface.GetAllNetworkInterfaces()
            where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown && network.NetworkInterfaceType != NetworkInterfaceType.Loopback
            from unicast in network.GetIPProperties().UnicastAddresses
            where !IPAddress.IsLoopback(unicast.Address) && !unicast.Address.IsIPv6LinkLocal
            orderby unicast.Address.AddressFamily == AddressFamily.InterNetwork descending
            select unicast.Address.ToString();
        return addresses.FirstOrDefault() ?? throw new IOException("the pod's address is asked for, and this container has none");
    }
}
