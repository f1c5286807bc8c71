using System.Management.Automation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Pipeline;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Commands;

/// <summary>Reads what pods' containers have written to their log. Each line is a string, written as soon as it is there.</summary>
/// <example><code>Get-FrankenetesPodLog dev web -Tail 20</code>Shows the last twenty lines.</example>
/// <example><code>Get-FrankenetesPod dev -Selector app=web | Get-FrankenetesPodLog -Follow -Prefix -Since 5m</code>Follows several pods at once from what they said in the last five minutes.</example>
/// <example><code>Get-FrankenetesPodLog dev web -Timestamp | Select-String error</code>Finds lines, with their times.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesPodLog", DefaultParameterSetName = ByName)]
[OutputType(typeof(string))]
public sealed class GetFrankenetesPodLogCommand : NamedPodCmdlet
{
    private readonly List<PodTarget> _followed = [];

    /// <summary>The container; the one that the pod's annotation kubectl.kubernetes.io/default-container names when left out, else the first.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Container { get; set; }

    /// <summary>Waits for the lines that are still to be written, until the container ends or Ctrl-C. Several pods are followed at the same time.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>Only so many of the last lines; all when left out.</summary>
    [Parameter]
    [Alias("Last")]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Only lines younger than this, such as 30s, 2h, a number of seconds or a TimeSpan.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Since { get; set; }

    /// <summary>Only lines written since this time.</summary>
    [Parameter]
    public DateTimeOffset? SinceTime { get; set; }

    /// <summary>The log of the container before its last restart.</summary>
    [Parameter]
    [Alias("p")]
    public SwitchParameter Previous { get; set; }

    /// <summary>Begins each line with the time at which it was written (UTC, RFC 3339).</summary>
    [Parameter]
    [Alias("Timestamps")]
    public SwitchParameter Timestamp { get; set; }

    /// <summary>Begins each line with its pod and container: [namespace/pod/container].</summary>
    [Parameter]
    public SwitchParameter Prefix { get; set; }

    /// <summary>Writes the lines, or gathers the pods to be followed.</summary>
    protected override void ProcessRecord()
    {
        foreach (var target in Targets())
        {
            if (Follow)
                _followed.Add(target);
            else
                Pump((output, stop) => ReadAsync(target, output, stop), target.Key.ToString());
        }
    }

    /// <summary>Follows.</summary>
    protected override void EndProcessing()
    {
        if (_followed.Count > 0)
            Pump((output, stop) => Task.WhenAll(_followed.Select(target => FollowAsync(target, output, stop))));
    }

    private async Task FollowAsync(PodTarget target, ICmdletOutput output, CancellationToken stop)
    {
        try
        {
            await ReadAsync(target, output, stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            output.Error(failure, target.Key.ToString());
        }
    }

    private async Task ReadAsync(PodTarget target, ICmdletOutput output, CancellationToken stop)
    {
        var pod = await target.Client.GetAsync(target.Key, stop).ConfigureAwait(false);
        var container = PodContainers.Choose(pod, Container);
        if (Container is null && pod.Containers > 1)
            output.Verbose($"Container '{container}' of pod '{pod}', which has {string.Join(", ", pod.ContainerNames)}.");
        var prefix = Prefix ? $"[{pod}/{container}] " : "";
        var request = new PodLogRequest
        {
            Container = container, Follow = Follow, Previous = Previous, Timestamps = Timestamp, Tail = Tail, Since = Since, SinceTime = SinceTime,
        };
        await foreach (var line in PodLog.ReadAsync(target.Client, target.Key, request, stop).ConfigureAwait(false))
            output.Object(prefix + line);
    }
}
