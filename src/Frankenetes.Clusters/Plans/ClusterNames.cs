using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Plans;

/// <summary>What the resources of one cluster are called (docs/contracts.md, section 3).</summary>
internal sealed partial record ClusterNames(string Cluster, Guid Id)
{
    public const string ControlPlaneGroup = "control-plane";
    public const string Node = "frankenetes-linux";
    public const string WindowsNode = "frankenetes-windows";
    public const string AgentShare = "agent";
    public const string PodAgentShare = "pod-agent";

    /// <summary>What a name may be: it is a resource group's name, and with seven more characters a DNS label.</summary>
    private const int LongestName = 40;

    public string ResourceGroup => Cluster;

    public string PodResourceGroup => PodResourceGroupOf(Cluster);

    public string RecordAccount => $"fk{Hex(12)}rec";

    public string AgentAccount => $"fk{Hex(12)}agt";

    public string DataAccount => $"fk{Hex(12)}dat";

    public string DnsLabel => $"{Cluster}{CloneSuffix}";

    /// <summary>What makes DNS labels this cluster's; in a clone those of the pods too.</summary>
    public string CloneSuffix => $"-{Hex(6)}";

    /// <summary>
    /// The DNS label of a further node's group: names of nodes may be longer than a label has room for. Another one in each epoch, which nobody can foresee: who takes the name of a node
    /// that sleeps keeps no cluster from waking.
    /// </summary>
    public string NodeDnsLabel(string node, int epoch) =>
        $"{DnsLabel}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Id:N} {epoch} {node}"))))[..6].ToLowerInvariant()}";

    /// <summary>The container group of a further node.</summary>
    public static string NodeGroup(string node) => $"node-{node}";

    /// <summary>Another label, for a cluster whose own somebody took.</summary>
    public string NewDnsLabel() => $"{Cluster}-{Guid.NewGuid().ToString("N")[..6]}";

    public static string PodResourceGroupOf(string cluster) => $"{cluster}-pods";

    public string Fqdn(string location, string dnsSuffix) => $"{DnsLabel}.{location}.{dnsSuffix}";

    public string NodeFqdn(string node, int epoch, string location, string dnsSuffix) => $"{NodeDnsLabel(node, epoch)}.{location}.{dnsSuffix}";

    /// <summary>Refuses a name that Azure or DNS would refuse later.</summary>
    /// <exception cref="FrankenetesException">InvalidClusterName.</exception>
    public static void Check(string name)
    {
        if (name.Length > LongestName || !Form().IsMatch(name))
            throw new FrankenetesException(ErrorCatalog.InvalidClusterName, $"'{name}' cannot be a cluster's name.", name);
        if (name.EndsWith("-pods", StringComparison.Ordinal))
            throw new FrankenetesException(ErrorCatalog.InvalidClusterName, $"'{name}' cannot be a cluster's name: '-pods' at its end marks the resource group of a cluster's pods.", name);
    }

    /// <summary>Refuses a node's name that Kubernetes or Azure would refuse later.</summary>
    /// <exception cref="FrankenetesException">InvalidNodeName.</exception>
    public static void CheckNode(string name)
    {
        if (name.Length > LongestName || !Form().IsMatch(name))
            throw new FrankenetesException(ErrorCatalog.InvalidNodeName, $"'{name}' cannot be a node's name.", name);
    }

    /// <summary>Refuses a location that is not in the short form.</summary>
    /// <exception cref="FrankenetesException">InvalidLocation.</exception>
    public static void CheckLocation(string location)
    {
        if (!LocationForm().IsMatch(location))
            throw new FrankenetesException(ErrorCatalog.InvalidLocation, $"'{location}' is not the short name of an Azure region.", location);
    }

    private string Hex(int digits) => Id.ToString("N")[..digits];

    [GeneratedRegex("^[a-z](?:-?[a-z0-9])+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("^[a-z][a-z0-9]{2,30}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex LocationForm();
}
