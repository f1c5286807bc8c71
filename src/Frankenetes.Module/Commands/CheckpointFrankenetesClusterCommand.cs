using System.Management.Automation;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Gives the state of clusters a name, to come back to or to clone. A running cluster goes on meanwhile; of a suspended one its final snapshot is kept.</summary>
/// <example><code>Checkpoint-FrankenetesCluster dev before-upgrade -Description 'before 1.21'</code>Keeps what the cluster is now as the checkpoint before-upgrade.</example>
/// <example><code>Get-FrankenetesCluster | Where-Object State -EQ Running | Checkpoint-FrankenetesCluster</code>Makes a checkpoint of every running cluster, called by the time.</example>
[Cmdlet(VerbsData.Checkpoint, "FrankenetesCluster", SupportsShouldProcess = true)]
[OutputType(typeof(FrankenetesCheckpoint))]
public sealed class CheckpointFrankenetesClusterCommand : NamedClustersCommand
{
    /// <summary>What to call the checkpoint: 1 to 63 lower-case letters, digits, hyphens and dots. Called by the time (UTC) when left out, such as 20261123-115500.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? CheckpointName { get; set; }

    /// <summary>A word on what it is, which Get-FrankenetesCheckpoint shows.</summary>
    [Parameter]
    [ValidateLength(1, 1000)]
    public string? Description { get; set; }

    /// <summary>Refuses a name that cannot be one.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            if (CheckpointName is not null)
                Clusters.Checkpoints.CheckpointName.Check(CheckpointName);
        }
        catch (FrankenetesException wrong)
        {
            Refuse(wrong, CheckpointName);
        }
    }

    /// <summary>Makes a checkpoint of each cluster.</summary>
    protected override void ProcessRecord()
    {
        foreach (var name in FindClusters(Name))
        {
            if (ShouldProcess(name, CheckpointName is null ? "Make a checkpoint" : $"Make the checkpoint '{CheckpointName}'"))
                Pump((output, stop) => MakeAsync(name, output, stop), name);
        }
    }

    private async Task MakeAsync(string name, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var checkpoint = new CheckpointCluster(connection, ClusterHost.Options, new OperationBar(output, "Making a checkpoint of cluster"));
        var made = await checkpoint.RunAsync(name, CheckpointName, Description, stop).ConfigureAwait(false);
        output.Object(new CheckpointReader(connection, ClusterHost.Options).Describe(name, made));
    }
}
