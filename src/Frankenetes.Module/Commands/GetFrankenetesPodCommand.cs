using System.Management.Automation;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;
using Frankenetes.Module.Pods;

namespace Frankenetes.Module.Commands;

/// <summary>Shows a cluster's pods: those of the namespace default unless others are named. They come as they are read, in order of namespace and name.</summary>
/// <example><code>Get-FrankenetesPod dev</code>Shows the pods of the namespace default.</example>
/// <example><code>Get-FrankenetesPod dev -AllNamespaces -Selector app=web</code>Shows the pods with a label, wherever they are.</example>
/// <example><code>Get-FrankenetesPod dev web* -Watch</code>Shows the pods whose names begin with web, and each change of theirs, until Ctrl-C.</example>
/// <example><code>Get-FrankenetesCluster dev* | Get-FrankenetesPod -AllNamespaces | Where-Object Restarts -GT 3 | Get-FrankenetesPodLog -Tail 20</code>Shows the last words of whatever is restarted again and again.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesPod")]
[OutputType(typeof(FrankenetesPod))]
public sealed class GetFrankenetesPodCommand : PodCmdlet
{
    /// <summary>The clusters' names or patterns; the only cluster there is when left out.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ClusterName { get; set; }

    /// <summary>The pods' names or patterns; all when left out.</summary>
    [Parameter(Position = 1)]
    [Alias("PodName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Namespaces or patterns; the namespace default when left out.</summary>
    [Parameter]
    [Alias("Ns")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>The pods of every namespace.</summary>
    [Parameter]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <summary>A label selector as kubectl takes it, such as app=web or 'tier in (front, back)'; the API server picks the pods.</summary>
    [Parameter]
    [Alias("LabelSelector", "l")]
    [ValidateNotNullOrEmpty]
    public string? Selector { get; set; }

    /// <summary>Goes on after the pods that are there: each change is written as the pod it happened to, until Ctrl-C or until nobody reads on. A pod that went is written with Deleted true.</summary>
    [Parameter]
    [Alias("w")]
    public SwitchParameter Watch { get; set; }

    /// <summary>Clusters, whose pods are meant, or pods, which are read once more.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>Writes the pods.</summary>
    protected override void ProcessRecord()
    {
        var item = InputObject is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : InputObject;
        if (item is FrankenetesCluster or string && ClusterName is not null)
            Refuse(new FrankenetesException(ErrorCatalog.InvalidValue, $"Clusters come through the pipeline, and -ClusterName names '{ClusterName[0]}' as well. Name pods with -Name.", ClusterName[0]));
        if (item is null)
            Pump(EachClusterAsync, ClusterName);
        else if (((item as FrankenetesCluster)?.Name ?? item as string) is { } cluster)
            Pump((output, stop) => ReadAsync(cluster, Scope(), output, stop), cluster);
        else
            Pump((output, stop) => EachPodAsync(item, output, stop), item);
    }

    private PodScope Scope() => new(Name, Namespace, AllNamespaces, Selector);

    private async Task EachClusterAsync(ICmdletOutput output, CancellationToken stop)
    {
        var names = new NamePatterns(ClusterName);
        IEnumerable<string?> clusters = ClusterName is null ? new string?[1] : ClusterName;
        if (ClusterName is not null && names.NeedList)
        {
            var reader = new ClusterReader(await Session.GetAsync(stop).ConfigureAwait(false), ClusterHost.Options);
            var all = await reader.NamesAsync(stop).ConfigureAwait(false);
            clusters = all.Where(names.Match).Concat(names.Missing(all));
        }

        await EachAsync(clusters, cluster => ReadAsync(cluster, Scope(), output, stop), output).ConfigureAwait(false);
    }

    private Task EachPodAsync(object item, ICmdletOutput output, CancellationToken stop) => EachAsync(
        PodIdentity.Read(item),
        pod => ReadAsync(pod.ClusterName ?? ClusterName?[0], new PodScope([WildcardPattern.Escape(pod.Name)], [pod.Namespace ?? PodScope.DefaultNamespace], false, Selector), output, stop),
        output);

    // What is watched is watched at the same time; what is listed comes in order. One that fails keeps none of the others from its turn.
    private async Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> read, ICmdletOutput output)
    {
        async Task OneAsync(T item)
        {
            try
            {
                await read(item).ConfigureAwait(false);
            }
            catch (FrankenetesException failure)
            {
                output.Error(failure, item);
            }
        }

        var reading = new List<Task>();
        foreach (var item in items)
        {
            reading.Add(OneAsync(item));
            if (!Watch)
                await reading[^1].ConfigureAwait(false);
        }

        await Task.WhenAll(reading).ConfigureAwait(false);
    }

    private async Task ReadAsync(string? cluster, PodScope scope, ICmdletOutput output, CancellationToken stop)
    {
        var client = await ConnectAsync(cluster, stop).ConfigureAwait(false);
        if (Watch)
        {
            await Task.WhenAll(scope.Queries().Select(query => WatchAsync(client, query, scope, output, stop))).ConfigureAwait(false);
            return;
        }

        var found = new HashSet<string>();
        void Write(FrankenetesPod pod)
        {
            found.Add(pod.Name);
            output.Object(pod);
        }

        await scope.ListAsync(client, Write, stop).ConfigureAwait(false);
        foreach (var missing in scope.Missing(found, client.Cluster))
            output.Error(missing, missing.Target);
    }

    private static async Task WatchAsync(PodClient client, PodQuery query, PodScope scope, ICmdletOutput output, CancellationToken stop)
    {
        await foreach (var change in client.Watch(query).ReadAsync(stop).ConfigureAwait(false))
        {
            if (change.Kind != PodChangeKind.Listed && client.Read(change.Pod, change.Kind == PodChangeKind.Deleted) is var pod && scope.Match(pod))
                output.Object(pod);
        }
    }
}
