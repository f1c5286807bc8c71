using System.Management.Automation;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Removes checkpoints. The cluster itself, and clones that were made of them, are not touched.</summary>
/// <example><code>Remove-FrankenetesCheckpoint dev before-*</code>Removes the checkpoints whose names begin with before-.</example>
/// <example><code>Get-FrankenetesCheckpoint dev | Where-Object { $_.Age.TotalDays -gt 30 } | Remove-FrankenetesCheckpoint -Confirm:$false</code>Removes what is older than 30 days, without asking.</example>
[Cmdlet(VerbsCommon.Remove, "FrankenetesCheckpoint", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveFrankenetesCheckpointCommand : FrankenetesCommand
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string ClusterName { get; set; } = "";

    /// <summary>The checkpoints' names or patterns.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("CheckpointName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CheckpointNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Removes each checkpoint.</summary>
    protected override void ProcessRecord()
    {
        var found = new List<FrankenetesCheckpoint>();
        Pump((output, stop) => FindAsync(found, output, stop), ClusterName);
        foreach (var checkpoint in found)
        {
            if (ShouldProcess($"{checkpoint}", "Remove the checkpoint"))
                Pump((output, stop) => RemoveAsync(checkpoint, output, stop), checkpoint.Name);
        }
    }

    private async Task FindAsync(List<FrankenetesCheckpoint> found, ICmdletOutput output, CancellationToken stop)
    {
        var names = new NamePatterns(Name);
        var reader = new CheckpointReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options);
        var listed = await reader.ListAsync(cluster => cluster.Equals(ClusterName, StringComparison.OrdinalIgnoreCase), stop).ConfigureAwait(false);
        if (listed.Count == 0)
            throw new FrankenetesException(ErrorCatalog.ClusterNotFound, $"There is no cluster '{ClusterName}'.", ClusterName);
        var all = listed[0].Checkpoints;
        found.AddRange(all.Where(checkpoint => names.Match(checkpoint.Name)));
        foreach (var missing in names.Missing(all.Select(checkpoint => checkpoint.Name)))
            output.Error(new FrankenetesException(ErrorCatalog.CheckpointNotFound, $"Cluster '{ClusterName}' has no checkpoint '{missing}'.", missing), missing);
    }

    private static async Task RemoveAsync(FrankenetesCheckpoint checkpoint, ICmdletOutput output, CancellationToken stop)
    {
        var reader = new CheckpointReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options);
        await reader.RemoveAsync(checkpoint.ClusterName, checkpoint.Name, new OperationBar(output, "Removing a checkpoint of cluster"), stop).ConfigureAwait(false);
    }
}
