using System.Management.Automation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;
using Frankenetes.Module.Pipeline;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Commands;

/// <summary>Removes pods and waits until they are gone. A pod that came through the pipeline and went meanwhile is no failure; a name that no pod bears is one.</summary>
/// <example><code>Remove-FrankenetesPod dev web</code>Removes a pod and waits until it is gone.</example>
/// <example><code>Get-FrankenetesPod dev -AllNamespaces | Where-Object Status -EQ Evicted | Remove-FrankenetesPod</code>Removes the pods that were evicted.</example>
/// <example><code>Remove-FrankenetesPod dev job-* -GracePeriod 5s -NoWait</code>Gives the containers five seconds and goes on at once.</example>
[Cmdlet(VerbsCommon.Remove, "FrankenetesPod", SupportsShouldProcess = true, DefaultParameterSetName = ByName)]
[OutputType(typeof(FrankenetesPod))]
public sealed class RemoveFrankenetesPodCommand : NamedPodCmdlet
{
    private static readonly PodGoal Gone = PodGoal.Parse("Deleted");
    private readonly Dictionary<PodTarget, FrankenetesPod> _going = [];

    /// <summary>How long the containers may take to end after they were asked to: such as 5s, 1m, a number of seconds or a TimeSpan; the pod's own time when left out.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? GracePeriod { get; set; }

    /// <summary>Removes the pods at once: nobody waits for the containers to end.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Does not wait until the pods are gone.</summary>
    [Parameter]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Writes the pods as they were last seen.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Asks for each pod's end.</summary>
    protected override void ProcessRecord()
    {
        foreach (var target in Targets())
        {
            if (ShouldProcess(target.ToString(), "Remove the pod"))
                Pump((output, stop) => RemoveAsync(target, output, stop), target.Key.ToString());
        }
    }

    /// <summary>Waits for all of them together.</summary>
    protected override void EndProcessing()
    {
        if (_going.Count > 0)
            Pump((output, stop) => PodWaiting.RunAsync(_going.Keys, Gone, null, (target, pod) => Write(pod ?? _going[target], output), output, stop));
    }

    private async Task RemoveAsync(PodTarget target, ICmdletOutput output, CancellationToken stop)
    {
        var (client, key) = (target.Client, target.Key);
        var pod = await FindAsync(target, stop).ConfigureAwait(false);
        // What is waited for is the end of this pod and not of one that takes its name.
        var meant = target with { Key = key with { Uid = pod?.Uid } };
        if (pod is null || !await client.DeleteAsync(meant.Key, GracePeriod ?? (Force ? TimeSpan.Zero : null), stop).ConfigureAwait(false))
            output.Verbose($"Pod '{key}' is gone already.");
        else if (NoWait)
            Write(pod, output);
        else
            _going[meant] = pod;
    }

    private static async Task<FrankenetesPod?> FindAsync(PodTarget target, CancellationToken stop)
    {
        try
        {
            return await target.Client.GetAsync(target.Key, stop).ConfigureAwait(false);
        }
        catch (FrankenetesException gone) when (gone.ErrorId == nameof(ErrorCatalog.PodNotFound) && target.Key.Uid is not null)
        {
            return null;
        }
    }

    private void Write(FrankenetesPod pod, ICmdletOutput output)
    {
        if (PassThru)
            output.Object(pod);
    }
}
