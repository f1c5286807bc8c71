using System.Management.Automation;
using Frankenetes.Clusters.Nodes;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Plans;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Adds nodes to a running cluster and waits until they are Ready. Run again for a node that is there, it mends what is broken.</summary>
/// <example><code>Add-FrankenetesNode dev build -Taint team=build:NoSchedule</code>Adds a node that only pods with the toleration get.</example>
/// <example><code>Get-FrankenetesCluster dev | Add-FrankenetesNode -Name win -OperatingSystem Windows</code>Adds a node whose pods' container groups are Windows ones.</example>
[Cmdlet(VerbsCommon.Add, "FrankenetesNode", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesNode))]
public sealed class AddFrankenetesNodeCommand : FrankenetesCommand
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string ClusterName { get; set; } = "";

    /// <summary>The nodes' names: 2 to 40 lower-case letters, digits and hyphens.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>What the container groups of the node's pods are; Linux when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("Linux", "Windows")]
    public string OperatingSystem { get; set; } = "Linux";

    /// <summary>Taints that the node registers with, such as team=a:NoSchedule; none when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Taint { get; set; }

    /// <summary>Adds each node.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            if (Request(name) is { } node && ShouldProcess(Describe(node), Describe(node), "Add-FrankenetesNode"))
                Pump((output, stop) => AddAsync(ClusterName, node, output, stop), name);
        }
    }

    private static async Task AddAsync(string cluster, NodeRecord node, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        await new AddNode(connection, ClusterHost.Options, new OperationBar(output, $"Adding node '{node.Name}' to")).RunAsync(cluster, node, stop).ConfigureAwait(false);
        var nodes = await new ClusterReader(connection, ClusterHost.Options).NodesAsync(cluster, stop).ConfigureAwait(false);
        foreach (var added in nodes.Where(one => one.Name == node.Name))
            output.Object(added);
    }

    private string Describe(NodeRecord node) => $"Add the {node.OperatingSystem} node '{node.Name}' to cluster '{ClusterName}': container group '{ClusterNames.NodeGroup(node.Name)}'.";

    // What can be told to be wrong without a call is told before anything is asked or shown; null when it was.
    private NodeRecord? Request(string name)
    {
        try
        {
            return NodeRecord.Parse(name, OperatingSystem.Equals("Windows", StringComparison.OrdinalIgnoreCase), Taint);
        }
        catch (FrankenetesException wrong)
        {
            WriteError(ErrorTranslator.ToErrorRecord(wrong, name));
            return null;
        }
    }
}
