using System.Management.Automation;
using Frankenetes.Clusters.Costs;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Makes a Kubernetes cluster and waits until it serves. Run again after it was broken off, it goes on.</summary>
/// <example><code>New-FrankenetesCluster dev</code>Makes a cluster and waits until it serves.</example>
/// <example><code>New-FrankenetesCluster wide -Topology Distributed</code>Makes one whose components each have a container group of their own.</example>
/// <example><code>New-FrankenetesCluster ci -Location westeurope -KubernetesVersion v1.20.2 | Export-FrankenetesKubeConfig</code>Makes one of a certain version in a certain region and writes its kubeconfig.</example>
[Cmdlet(VerbsCommon.New, "FrankenetesCluster", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesCluster))]
public sealed class NewFrankenetesClusterCommand : FrankenetesCommand
{
    /// <summary>2 to 40 lower-case letters, digits and hyphens; the resource group is called the same.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The Azure region, such as eastus; the connection's when left out.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Location { get; set; }

    /// <summary>Such as v1.20.2; the newest version that is tested when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? KubernetesVersion { get; set; }

    /// <summary>How the control plane is spread over container groups: Compact (when left out) is one group, Distributed one for each component.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public ClusterTopology? Topology { get; set; }

    /// <summary>What a container gets that asks for no CPU: such as 500m or 2; its share of the smallest container group when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? DefaultCpu { get; set; }

    /// <summary>What a container gets that asks for no memory: such as 512Mi or 2Gi; its share of the smallest container group when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? DefaultMemory { get; set; }

    /// <summary>Taints that the node registers with, such as team=a:NoSchedule; none when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[]? Taint { get; set; }

    /// <summary>Makes a second node, frankenetes-windows, whose pods' container groups are Windows ones; pods that mean it select the label kubernetes.io/os=windows.</summary>
    [Parameter]
    public SwitchParameter WindowsNode { get; set; }

    /// <summary>Makes each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in Name)
        {
            if (Request(name) is { } request && Describe(request) is var plan && ShouldProcess(plan, plan, "New-FrankenetesCluster"))
                Pump((output, stop) => MakeAsync(request, output, stop), name);
        }
    }

    // The price takes a moment, for those who want to read it.
    private string Describe(NewClusterRequest request)
    {
        var plan = request.Describe();
        if (IsVerbose || IsShown)
            Pump(async (_, stop) => plan += " " + await NewClusterCost.DescribeAsync(request, (await Session.FindAsync(stop).ConfigureAwait(false))?.Environment, TimeProvider.System, stop).ConfigureAwait(false), request.Name);
        return plan;
    }

    private static async Task MakeAsync(NewClusterRequest request, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var cluster = new NewCluster(connection, ClusterHost.Options, new OperationBar(output, "Creating cluster"));
        var record = await cluster.RunAsync(request, stop).ConfigureAwait(false);
        output.Object(new ClusterReader(connection, ClusterHost.Options).Describe(record));
    }

    // What can be told to be wrong without a call is told before anything is asked or shown; null when it was.
    private NewClusterRequest? Request(string name)
    {
        try
        {
            var request = NewClusterRequest.Parse(name, Location, KubernetesVersion) with { Topology = Topology, PodDefaults = PodDefaults.Parse(DefaultCpu, DefaultMemory), Taints = NodeTaints.Parse(Taint), Nodes = WindowsNode ? [NodeRecord.Windows] : null };
            if (request.Version is { } version && Clusters.Components.KubernetesVersion.NewestTested.IsOlderThan(version))
                WriteWarning($"Kubernetes {version} is newer than {Clusters.Components.KubernetesVersion.NewestTested}, the newest version that is tested.");
            return request;
        }
        catch (FrankenetesException wrong)
        {
            WriteError(ErrorTranslator.ToErrorRecord(wrong, name));
            return null;
        }
    }
}
