using System.Management.Automation;
using Frankenetes.Clusters.Checkpoints;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Checkpoints;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Brings a cluster back to a checkpoint, or makes a new cluster of one. Run again after it was broken off, it goes on.</summary>
/// <example><code>Restore-FrankenetesCluster dev before-upgrade</code>Brings the cluster back to the checkpoint, after having asked; what it is now becomes a checkpoint of its own.</example>
/// <example><code>Get-FrankenetesCheckpoint dev before-upgrade | Restore-FrankenetesCluster -NewName dev2</code>Makes a second cluster of the checkpoint, with copies of the volumes; the first is not touched.</example>
/// <example><code>Restore-FrankenetesCluster dev -NewName dev2 -SkipVolumes</code>Makes a second cluster of a suspended one, with empty volumes.</example>
[Cmdlet(VerbsData.Restore, "FrankenetesCluster", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = ByName)]
[OutputType(typeof(FrankenetesCluster))]
public sealed class RestoreFrankenetesClusterCommand : FrankenetesCommand
{
    private const string ByName = "Name";
    private const string ByObject = "InputObject";

    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName)]
    [Alias("ClusterName")]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The checkpoint. A suspended cluster can be cloned without one: its final snapshot is taken when this is left out.</summary>
    [Parameter(Position = 1)]
    [Alias("CheckpointName")]
    [ArgumentCompleter(typeof(CheckpointNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Checkpoint { get; set; }

    /// <summary>A checkpoint of Get-FrankenetesCheckpoint, a cluster, or an object with the properties ClusterName and Name.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>Makes a cluster of this name instead, with keys, certificates and storage of its own; the original stays as it is.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>The new cluster's Azure region; the original's when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Location { get; set; }

    /// <summary>The new cluster's volumes come up empty; otherwise the shares in the original's data account are copied.</summary>
    [Parameter]
    public SwitchParameter SkipVolumes { get; set; }

    /// <summary>Does not keep what the cluster is now as a checkpoint (before-restore-TIME).</summary>
    [Parameter]
    public SwitchParameter NoCheckpoint { get; set; }

    /// <summary>Does not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Restores.</summary>
    protected override void ProcessRecord()
    {
        try
        {
            var from = InputObject is null ? new CheckpointIdentity(Name, null) : CheckpointIdentity.Read(InputObject);
            if (from.Name is not null && Checkpoint is not null)
                throw new FrankenetesException(ErrorCatalog.InvalidValue, $"Checkpoint '{from.Name}' comes through the pipeline, and -Checkpoint names '{Checkpoint}' as well.", Checkpoint);
            Restore(from.ClusterName.ToLowerInvariant(), from.Name ?? Checkpoint);
        }
        catch (FrankenetesException wrong)
        {
            WriteError(ErrorTranslator.ToErrorRecord(wrong, InputObject ?? Name));
        }
    }

    private void Restore(string name, string? checkpoint)
    {
        if (NewName is not null)
        {
            var request = new CloneRequest(name, checkpoint, NewName, Location, SkipVolumes).Checked();
            if (IsMeant(request.Describe(), asks: false))
                Pump((output, stop) => CloneAsync(request, output, stop), NewName);
            return;
        }

        if (checkpoint is null)
            throw new FrankenetesException(ErrorCatalog.InvalidValue, $"To which checkpoint cluster '{name}' is to be restored is not said: give -Checkpoint, or -NewName to clone a suspended cluster.", name);
        if (SkipVolumes || Location is not null)
            throw new FrankenetesException(ErrorCatalog.InvalidValue, "-SkipVolumes and -Location mean a new cluster: give -NewName as well.", name);
        CheckpointName.Check(checkpoint);
        if (IsMeant($"Suspend cluster '{name}' and start it again from checkpoint '{checkpoint}'{(NoCheckpoint ? ", without keeping what it is now" : "")}.", asks: true))
            Pump((output, stop) => RestoreAsync(name, checkpoint, output, stop), name);
    }

    // What takes nothing away is asked about only where the user wants to be; -Force answers the question and nothing else.
    private bool IsMeant(string what, bool asks)
    {
        var given = MyInvocation.BoundParameters;
        var isAsked = given.ContainsKey("Confirm") || given.ContainsKey("WhatIf") || LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
        return ((Force || !asks) && !isAsked) || ShouldProcess(what, what, "Restore-FrankenetesCluster");
    }

    private async Task RestoreAsync(string name, string checkpoint, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var restore = new RestoreCluster(connection, ClusterHost.Options, new OperationBar(output, "Restoring cluster"));
        var record = await restore.RunAsync(name, checkpoint, keep: !NoCheckpoint, output.Warning, stop).ConfigureAwait(false);
        output.Object(new ClusterReader(connection, ClusterHost.Options).Describe(record));
    }

    private static async Task CloneAsync(CloneRequest request, ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var clone = new CloneCluster(connection, ClusterHost.Options, new OperationBar(output, "Cloning to cluster"));
        var record = await clone.RunAsync(request, output.Warning, stop).ConfigureAwait(false);
        output.Object(new ClusterReader(connection, ClusterHost.Options).Describe(record));
    }
}
