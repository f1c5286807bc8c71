using System.Management.Automation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Pipeline;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Commands;

/// <summary>Waits until pods are as they are wanted, by a watch: it is told at once. All pods of the pipeline are waited for together.</summary>
/// <example><code>Wait-FrankenetesPod dev web</code>Waits until a pod is ready, five minutes at most.</example>
/// <example><code>Get-FrankenetesPod dev -Selector job=import | Wait-FrankenetesPod -For Succeeded -Timeout 30m -PassThru</code>Waits for the good end of several pods together, and shows each as it comes.</example>
/// <example><code>Wait-FrankenetesPod dev web -For Deleted -Timeout 30s</code>Waits until a pod is gone.</example>
[Cmdlet(VerbsLifecycle.Wait, "FrankenetesPod", DefaultParameterSetName = ByName)]
[OutputType(typeof(FrankenetesPod))]
public sealed class WaitFrankenetesPodCommand : NamedPodCmdlet
{
    private readonly List<PodTarget> _targets = [];
    private PodGoal? _goal;

    /// <summary>
    /// Ready, Running, Succeeded, Failed, Pending, Completed (Succeeded or Failed), Deleted, or any other condition as Type or Type=Status, such as PodScheduled or Ready=False;
    /// Ready when left out. A pod that has ended and cannot come to it any more is an error at once.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(PodGoalCompleter))]
    [ValidateNotNullOrEmpty]
    public string For { get; set; } = "Ready";

    /// <summary>How long, such as 30s, 2m, a number of seconds or a TimeSpan; 5 minutes when left out.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Writes each pod once it is as it is wanted.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Refuses what no pod can be waited for.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            _goal = PodGoal.Parse(For);
        }
        catch (FrankenetesException wrong)
        {
            Refuse(wrong, For);
        }
    }

    /// <summary>Gathers the pods.</summary>
    protected override void ProcessRecord() => _targets.AddRange(Targets());

    /// <summary>Waits.</summary>
    protected override void EndProcessing()
    {
        if (_targets.Count > 0)
            Pump((output, stop) => PodWaiting.RunAsync(_targets, _goal!, Timeout, (_, pod) => Write(pod, output), output, stop));
    }

    private void Write(FrankenetesPod? pod, ICmdletOutput output)
    {
        if (PassThru && pod is not null)
            output.Object(pod);
    }
}
