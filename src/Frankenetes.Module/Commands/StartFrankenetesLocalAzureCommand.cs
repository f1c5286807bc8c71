using System.Management.Automation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Starts the local Azure, or shows the one that runs. Other cmdlets do so by themselves.</summary>
/// <example><code>Start-FrankenetesLocalAzure</code>Starts the local Azure; the cmdlets for clusters do so by themselves.</example>
/// <example><code>Start-FrankenetesLocalAzure -StatePath ./azure -Port 9443; Connect-Frankenetes -StatePath ./azure</code>Starts another one, with a state folder and ports of its own, and uses it.</example>
[Cmdlet(VerbsLifecycle.Start, "FrankenetesLocalAzure", SupportsShouldProcess = true)]
[OutputType(typeof(LocalAzureInstance))]
public sealed class StartFrankenetesLocalAzureCommand : FrankenetesCommand
{
    /// <summary>Its state folder; this user's own when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>The first of its three ports; the first free ones from 8443 on, or those it had before, when left out.</summary>
    [Parameter]
    [ValidateRange(1, 65533)]
    public int? Port { get; set; }

    /// <summary>The container engine's socket, such as unix:///run/podman/podman.sock; it looks for one when left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Engine { get; set; }

    /// <summary>How many requests it takes: azure (as many as Azure, when left out), off (as many as come), or creates=N (N creates of container groups in five minutes, all else as in Azure).</summary>
    [Parameter]
    [ValidatePattern(@"^(azure|off|creates=[1-9][0-9]{0,4})\z")]
    public string? Limits { get; set; }

    /// <summary>Runs no container at all and only says that container groups run: for measurements with more of them than a machine can run, with a state folder of their own.</summary>
    [Parameter]
    public SwitchParameter WithoutContainers { get; set; }

    /// <summary>Lets container groups reach each other only at the ports that they publish, as on Azure; without it they share a network. A state folder keeps it for good.</summary>
    [Parameter]
    public SwitchParameter IsolateGroups { get; set; }

    /// <summary>Starts it and writes what runs.</summary>
    protected override void ProcessRecord()
    {
        var local = new LocalAzureHost(FullPath(StatePath), Engine, Port, Limits, WithoutContainers, IsolateGroups);
        if (ShouldProcess(local.StateFolder, "Start the local Azure"))
            Pump((output, stop) => StartAsync(local, output, stop), local.StateFolder);
    }

    private async Task StartAsync(LocalAzureHost local, ICmdletOutput output, CancellationToken stop)
    {
        var runs = local.Describe(await local.EnsureAsync(stop).ConfigureAwait(false));
        if (IsolateGroups && !runs.IsolatesGroups)
            output.Warning("The local Azure runs already, and its container groups are not isolated. Stop-FrankenetesLocalAzure, then start it again with -IsolateGroups.");
        output.Object(runs);
    }
}
