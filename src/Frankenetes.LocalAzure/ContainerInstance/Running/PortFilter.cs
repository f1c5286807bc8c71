using System.Net.Sockets;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>
/// <c>--isolate-groups</c>: on Azure container groups with public addresses share no network and meet only at the ports that these publish. Here they share a bridge, so a packet filter in each group's
/// own network namespace drops all else, silently as Azure does. The host may still call every port: it asks the probes' questions.
/// </summary>
internal sealed class PortFilter(Instance instance, BridgeNetwork network, NetworkNamespace space)
{
    /// <summary>Whether groups are to be isolated: chosen once, since groups that are there already hold their filters.</summary>
    /// <exception cref="StartupException">It cannot be done here (exit code 2 or 3).</exception>
    public static bool Choose(StartOptions options, Instance instance)
    {
        if (!options.IsolateGroups && !instance.IsolateGroups)
            return false;
        if (options.WithoutContainers)
            throw StartupException.BadUsage("--isolate-groups needs containers to isolate: leave out --without-containers, or name another state folder with --state.");
        var missing = NetworkNamespace.Missing(NetworkNamespace.Restore, NetworkNamespace.Restore6);
        return missing.Count == 0 ? true : throw StartupException.EngineMissing($"--isolate-groups needs {string.Join(", ", missing)}. Install util-linux and iptables.");
    }

    /// <summary>Sets the filter of a group whose first container has started, and no other yet.</summary>
    /// <exception cref="ArmException">It was refused.</exception>
    public async Task ApplyAsync(string pause, IpAddress? address)
    {
        if (!instance.IsolateGroups)
            return;
        try
        {
            await space.RunAsync(pause, [NetworkNamespace.Restore], Rules([$"-A INPUT -s {network.Gateway} -j ACCEPT", .. (address?.Ports ?? []).Select(Accept)]));
            // Every interface has an address of its own there, unasked.
            if (Socket.OSSupportsIPv6)
                await space.RunAsync(pause, [NetworkNamespace.Restore6], Rules([]));
        }
        catch (InvalidOperationException e)
        {
            throw new ArmException(500, "ContainerGroupIsolationFailed", $"The container group cannot be isolated: {e.Message}.");
        }
    }

    private static string Accept(Port port) => $"-A INPUT -p {(port.Protocol ?? "TCP").ToLowerInvariant()} --dport {port.Number} -j ACCEPT";

    private static string Rules(IEnumerable<string> accepted) => string.Join('\n',
    [
        "*filter", ":INPUT DROP [0:0]", "-A INPUT -i lo -j ACCEPT", "-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", .. accepted, "COMMIT", "",
    ]);
}
