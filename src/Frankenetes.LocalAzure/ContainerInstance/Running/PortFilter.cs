using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Frankenetes.LocalAzure.ContainerInstance.Model;
using Frankenetes.LocalAzure.Engine;
using Frankenetes.LocalAzure.Hosting;
using Frankenetes.LocalAzure.ResourceManager;

namespace Frankenetes.LocalAzure.ContainerInstance.Running;

/// <summary>
/// <c>--isolate-groups</c>: on Azure container groups with public addresses share no network and meet only at the ports that these publish. Here they share a bridge, so a packet filter in each group's
/// own network namespace drops all else, silently as Azure does. The host may still call every port: it asks the probes' questions.
/// </summary>
internal sealed class PortFilter(Instance instance, BridgeNetwork network, Containers containers)
{
    private const string Enter = "nsenter";
    private const string Restore = "iptables-restore";
    private const string Restore6 = "ip6tables-restore";

    /// <summary>Whether groups are to be isolated: chosen once, since groups that are there already hold their filters.</summary>
    /// <exception cref="StartupException">It cannot be done here (exit code 2 or 3).</exception>
    public static bool Choose(StartOptions options, Instance instance)
    {
        if (!options.IsolateGroups && !instance.IsolateGroups)
            return false;
        if (options.WithoutContainers)
            throw StartupException.BadUsage("--isolate-groups needs containers to isolate: leave out --without-containers, or name another state folder with --state.");
        var missing = new[] { Enter, Restore, Restore6 }.Where(program => Executables.Find(program) is null).ToList();
        return missing.Count == 0 ? true : throw StartupException.EngineMissing($"--isolate-groups needs {string.Join(", ", missing)}. Install util-linux and iptables.");
    }

    /// <summary>Sets the filter of a group whose first container has started, and no other yet.</summary>
    /// <exception cref="ArmException">It was refused.</exception>
    public async Task ApplyAsync(string pause, IpAddress? address)
    {
        if (!instance.IsolateGroups)
            return;
        var process = (await containers.InspectAsync(pause))?.State?.Pid ?? 0;
        var space = NamespacesOf(process);
        await RunAsync([.. space, Restore], Rules([$"-A INPUT -s {network.Gateway} -j ACCEPT", .. (address?.Ports ?? []).Select(Accept)]));
        // Every interface has an address of its own there, unasked.
        if (Socket.OSSupportsIPv6)
            await RunAsync([.. space, Restore6], Rules([]));
    }

    // Never our own namespace: that would be the machine's.
    private static string[] NamespacesOf(long process)
    {
        var (own, theirs) = ("/proc/self/ns/", $"/proc/{process}/ns/");
        if (process <= 0 || !Directory.Exists(theirs) || Target(own + "net") == Target(theirs + "net"))
            throw Failed("the engine's containers are not processes of this machine with network namespaces of their own");
        string[] user = Target(own + "user") == Target(theirs + "user") ? [] : [$"--user={theirs}user", "--preserve-credentials"];
        return [.. user, $"--net={theirs}net"];
    }

    private static string? Target(string link) => new FileInfo(link).LinkTarget;

    private static string Accept(Port port) => $"-A INPUT -p {(port.Protocol ?? "TCP").ToLowerInvariant()} --dport {port.Number} -j ACCEPT";

    private static string Rules(IEnumerable<string> accepted) => string.Join('\n',
    [
        "*filter", ":INPUT DROP [0:0]", "-A INPUT -i lo -j ACCEPT", "-A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT", .. accepted, "COMMIT", "",
    ]);

    private static async Task RunAsync(string[] arguments, string rules)
    {
        var start = new ProcessStartInfo(Executables.Find(Enter)!, arguments) { RedirectStandardInput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(false) };
        start.Environment["PATH"] = Executables.SearchPath;
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(rules);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read them: its own words say why.
        }

        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw Failed((await said).Trim());
    }

    private static ArmException Failed(string why) => new(500, "ContainerGroupIsolationFailed", $"The container group cannot be isolated: {why}.");
}
