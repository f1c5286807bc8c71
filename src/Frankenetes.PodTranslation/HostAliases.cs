using System.Net;
using System.Text.RegularExpressions;
using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>
/// Names of hosts that a pod brings along. A group's containers share one /etc/hosts, so an init container of ours, before all others and as root, writes them into it.
/// </summary>
internal static partial class HostAliases
{
    public const string ContainerName = "frankenetes-host-aliases";

    // What is written comes as arguments: nothing of the pod's becomes part of the script.
    private const string Script = "printf '%s\\n' \"$@\" >> /etc/hosts";

    /// <summary>Null: the pod brings none.</summary>
    public static InitContainerDefinitionContent? Of(V1PodSpec spec, string? image) => spec.HostAliases is not { Count: > 0 } aliases || image is null ? null : new InitContainerDefinitionContent(ContainerName)
    {
        Image = image,
        Command = ["sh", "-c", Script, ContainerName, .. aliases.Select(alias => $"{alias.Ip}\t{string.Join('\t', alias.Hostnames ?? [])}")],
    };

    public static IEnumerable<Refusal> Refusals(V1PodSpec spec, string? image)
    {
        if (spec.HostAliases is not { Count: > 0 } aliases) yield break;
        if (image is null) yield return new("spec.hostAliases", "this node has no image for the init container that would write them");
        foreach (var alias in aliases)
        {
            if (!IPAddress.TryParse(alias.Ip, out _)) yield return new("spec.hostAliases", "an ip in it is no address");
            if ((alias.Hostnames ?? []).Any(name => !Name().IsMatch(name ?? ""))) yield return new("spec.hostAliases", $"a host name of {alias.Ip} is no host name");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\z")]
    private static partial Regex Name();
}
