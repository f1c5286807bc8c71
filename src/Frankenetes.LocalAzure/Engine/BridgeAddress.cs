using System.ComponentModel;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>
/// Keeps the bridge's link address. Linux gives a bridge the lowest address among its ports, so a new container can change it; whoever has the
/// gateway's old one in its ARP cache then talks to nobody for up to half a minute. An address that was set stays (addr_assign_type 3,
/// NET_ADDR_SET); Docker sets it, Podman's netavark does not.
/// </summary>
internal sealed partial class BridgeAddress(BridgeNetwork network, ILogger<BridgeAddress> logger)
{
    private const ulong SetHardwareAddress = 0x8924; // SIOCSIFHWADDR
    private const int NameLength = 16; // IFNAMSIZ
    private const int RequestLength = 40; // struct ifreq
    private const byte Ethernet = 1; // ARPHRD_ETHER
    private const string WasSet = "3";

    private string? _name;
    private bool _refused;

    /// <summary>Sets the address that the bridge has at the moment, unless that was done. The engine makes the bridge anew with the first container after the last, so this is asked with every group.</summary>
    public void Pin()
    {
        if (_refused || IsPinned(_name) || Find() is not { } bridge) return;
        _name = bridge.Name;
        try
        {
            Set(bridge.Name, bridge.GetPhysicalAddress().GetAddressBytes());
        }
        catch (Win32Exception e)
        {
            _refused = true;
            logger.LogWarning("The bridge's link address cannot be kept: {Reason}. Containers may lose their line to the local Azure for some seconds when others start.", e.Message);
        }
    }

    internal static bool IsPinned(string? name) =>
        name is not null && File.Exists($"/sys/class/net/{name}/addr_assign_type") && File.ReadAllText($"/sys/class/net/{name}/addr_assign_type").Trim() == WasSet;

    private NetworkInterface? Find() => NetworkInterface.GetAllNetworkInterfaces()
        .FirstOrDefault(card => card.GetIPProperties().UnicastAddresses.Any(address => address.Address.Equals(network.Gateway)));

    private static void Set(string name, byte[] address)
    {
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        Encoding.ASCII.GetBytes(name, request[..(NameLength - 1)]);
        request[NameLength] = Ethernet;
        address.CopyTo(request[(NameLength + 2)..]);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        if (ControlDevice((int)socket.Handle, SetHardwareAddress, ref MemoryMarshal.GetReference(request)) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlDevice(int descriptor, ulong request, ref byte argument);
}
