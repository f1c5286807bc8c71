using System.Management.Automation;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Plans;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Removes nodes that were added to a cluster: their pods end with their grace, as kubectl drain --disable-eviction has them end, then the node goes with all that is its own. Run again after it was broken off, it goes on.</summary>
/// <example><code>Remove-FrankenetesNode dev build</code>Ends the node's pods and removes it, after having asked.</example>
/// <example><code>Get-FrankenetesNode dev ci-* | Remove-FrankenetesNode -Confirm:$false</code>Removes all nodes whose names begin with ci-, without asking.</example>
[Cmdlet(VerbsCommon.Remove, "FrankenetesNode", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RemoveFrankenetesNodeCommand : FrankenetesCommand
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string ClusterName { get; set; } = "";

    /// <summary>The nodes' names or patterns.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Removes each node.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Find())
        {
            if (ShouldProcess($"{name} of {ClusterName}", "End the node's pods and remove it"))
                Pump((output, stop) => RemoveAsync(ClusterName, name, output, stop), name);
        }
    }

    // Patterns mean the nodes that can be removed; a plain name may be that of one whose removal was broken off late.
    private List<string> Find()
    {
        var (patterns, found) = (new NamePatterns(Name), new List<string>());
        if (!patterns.NeedList)
            return [.. Name];
        Pump(
            async (_, stop) =>
            {
                var nodes = await new ClusterReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options).NodesAsync(ClusterName, stop).ConfigureAwait(false);
                found.AddRange(nodes.Select(node => node.Name).Where(name => name != ClusterNames.Node && patterns.Match(name)));
            },
            ClusterName);
        return [.. found, .. patterns.Missing(found)];
    }

    private static async Task RemoveAsync(string cluster, string node, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        await new RemoveNode(connection, ClusterHost.Options, new OperationBar(output, $"Removing node '{node}' from")).RunAsync(cluster, node, stop).ConfigureAwait(false);
    }
}
