using System.Management.Automation;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows a cluster's nodes.</summary>
/// <example><code>Get-FrankenetesNode dev</code>Shows the nodes of a cluster.</example>
/// <example><code>Get-FrankenetesPod dev web | Get-FrankenetesNode</code>Shows the node that a pod runs on.</example>
/// <example><code>Get-FrankenetesCluster | Get-FrankenetesNode | Where-Object Ready -EQ $false</code>Shows the nodes of all clusters that are not ready.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesNode")]
[OutputType(typeof(FrankenetesNode))]
public sealed class GetFrankenetesNodeCommand : FrankenetesCommand
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string ClusterName { get; set; } = "";

    /// <summary>Nodes' names or patterns; all when left out.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? NodeName { get; set; }

    /// <summary>Writes the nodes by name.</summary>
    protected override void ProcessRecord()
    {
        var (cluster, nodes) = (ClusterName, new NamePatterns(NodeName));
        Pump(
            async (output, stop) =>
            {
                var connection = await Session.GetAsync(stop).ConfigureAwait(false);
                var found = await new ClusterReader(connection, ClusterHost.Options).NodesAsync(cluster, stop).ConfigureAwait(false);
                foreach (var node in found.Where(node => nodes.Match(node.Name)))
                    output.Object(node);
            },
            cluster);
    }
}
