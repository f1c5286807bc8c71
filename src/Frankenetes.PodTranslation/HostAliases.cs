using System.Net;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Names of hosts that a pod brings along. A group's containers share one /etc/hosts, so the pod agent's init container, before all others and as root, writes them into it.</summary>
internal static partial class HostAliases
{
    /// <summary>As they stand in the file.</summary>
    public static IEnumerable<string> Lines(V1PodSpec spec) => (spec.HostAliases ?? []).Select(alias => $"{alias.Ip}\t{string.Join('\t', alias.Hostnames ?? [])}");

    public static IEnumerable<Refusal> Refusals(V1PodSpec spec, bool agent)
    {
        if (spec.HostAliases is not { Count: > 0 } aliases) yield break;
        if (!agent) yield return new("spec.hostAliases", "ACI has no member for them; the pod agent writes them where the pod lets it run");
        foreach (var alias in aliases)
        {
            if (!IPAddress.TryParse(alias.Ip, out _)) yield return new("spec.hostAliases", "an ip in it is no address");
            if ((alias.Hostnames ?? []).Any(name => !Name().IsMatch(name ?? ""))) yield return new("spec.hostAliases", $"a host name of {alias.Ip} is no host name");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\z")]
    private static partial Regex Name();
}
