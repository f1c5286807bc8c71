using System.Management.Automation;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Waits until clusters are as they are wanted, whoever brings them there: another session, a runbook, a job. All clusters of the pipeline are waited for together.</summary>
/// <example><code>Wait-FrankenetesCluster dev</code>Waits until a cluster runs that another session makes or resumes, ten minutes at most.</example>
/// <example><code>Get-FrankenetesCluster ci-* | Wait-FrankenetesCluster -For Suspended -Timeout 1h -PassThru</code>Waits until all of them sleep, and shows each as it does.</example>
/// <example><code>Wait-FrankenetesCluster dev -For Protected</code>Waits until every change reaches storage again.</example>
[Cmdlet(VerbsLifecycle.Wait, "FrankenetesCluster")]
[OutputType(typeof(FrankenetesCluster))]
public sealed class WaitFrankenetesClusterCommand : NamedClustersCommand
{
    private readonly List<string> _names = [];

    /// <summary>Running when left out. Protected: it runs, and all that it holds stands in storage. Removed: there is none of that name.</summary>
    [Parameter]
    [ValidateSet("Running", "Suspended", "Protected", "Removed")]
    public string For { get; set; } = "Running";

    /// <summary>How long, such as 30s, 20m, a number of seconds or a TimeSpan; 10 minutes when left out.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Writes each cluster once it is as it is wanted; one that is removed is not there to be written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool IsRemoved => string.Equals(For, "Removed", StringComparison.OrdinalIgnoreCase);

    /// <summary>Gathers the clusters.</summary>
    protected override void ProcessRecord() => _names.AddRange(FindClusters(Name, (_, _) => Task.FromResult(IsRemoved)).Except(_names));

    /// <summary>Waits.</summary>
    protected override void EndProcessing()
    {
        if (_names.Count > 0)
            Pump(WaitAsync);
    }

    private async Task WaitAsync(ICmdletOutput output, CancellationToken stop)
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var reader = new ClusterReader(connection, ClusterHost.Options);
        var (time, waiting) = (ClusterHost.Options.Time, new HashSet<string>(_names, StringComparer.Ordinal));
        var began = time.GetTimestamp();
        while (true)
        {
            var there = (await reader.ListAsync(waiting.Contains, stop).ConfigureAwait(false)).ToDictionary(cluster => cluster.Name, StringComparer.Ordinal);
            foreach (var name in waiting.ToList())
                Look(name, there.GetValueOrDefault(name), waiting, output);
            var isLate = time.GetElapsedTime(began) >= Timeout;
            output.Progress(
                $"Waiting until {_names.Count} cluster{(_names.Count == 1 ? " is" : "s are")} {For}", $"{waiting.Count} of {_names.Count} to go", isLate ? 100 : 100 * (_names.Count - waiting.Count) / _names.Count);
            if (waiting.Count == 0)
                return;
            if (isLate)
                break;
            await Task.Delay(connection.Environment.PollInterval, time, stop).ConfigureAwait(false);
        }

        foreach (var cluster in await reader.ListAsync(waiting.Contains, stop).ConfigureAwait(false))
            output.Error(new FrankenetesException(ErrorCatalog.ClusterWaitTimeout, $"Cluster '{cluster.Name}' is {cluster.State}{(cluster.Protection is { } how ? $" ({how})" : "")} and not {For} after {Timeout}.", cluster.Name), cluster.Name);
    }

    private void Look(string name, FrankenetesCluster? cluster, HashSet<string> waiting, ICmdletOutput output)
    {
        if (cluster is null && !IsRemoved)
            output.Error(new FrankenetesException(ErrorCatalog.ClusterNotFound, $"Cluster '{name}' was removed meanwhile.", name), name);
        else if (!(cluster is null ? IsRemoved : IsReached(cluster)))
            return;
        else if (PassThru && cluster is not null)
            output.Object(cluster);
        waiting.Remove(name);
    }

    private bool IsReached(FrankenetesCluster cluster) => For.ToUpperInvariant() switch
    {
        "RUNNING" => cluster.State == ClusterState.Running,
        "SUSPENDED" => cluster.State == ClusterState.Suspended,
        "PROTECTED" => cluster is { State: ClusterState.Running, ProtectedRevision: not null, UnprotectedSince: null },
        _ => false,
    };
}
