using System.Management.Automation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Module.Completion;

namespace Frankenetes.Module.Pods;

/// <summary>A cmdlet for pods that are named on the command line or come through the pipeline.</summary>
public abstract class NamedPodCmdlet : PodCmdlet
{
    private protected const string ByName = "Name";
    private protected const string ByObject = "InputObject";

    /// <summary>The cluster; the only one there is when left out. Pods from the pipeline know their own.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ClusterName { get; set; }

    /// <summary>The pods' names or patterns.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ByName)]
    [Alias("PodName")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The pods' namespace; the namespace default when left out. Pods from the pipeline know their own.</summary>
    [Parameter]
    [Alias("Ns")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>Pods of Get-FrankenetesPod, pods of kubectl's JSON after ConvertFrom-Json, pods' names, or objects with the properties Name, Namespace and ClusterName.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByObject)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>The pods that this pipeline item means. Names that lead to none are errors by the time it returns.</summary>
    private protected IReadOnlyList<PodTarget> Targets()
    {
        var found = new List<PodTarget>();
        if (ParameterSetName == ByName)
        {
            Pump((_, stop) => ByNameAsync(found.Add, stop), Name);
            return found;
        }

        foreach (var item in InputObject)
            Pump((_, stop) => ByObjectAsync(item, found.Add, stop), item);
        return found;
    }

    private async Task ByNameAsync(Action<PodTarget> found, CancellationToken stop)
    {
        var client = await ConnectAsync(ClusterName, stop).ConfigureAwait(false);
        var patterns = Array.FindAll(Name, WildcardPattern.ContainsWildcardCharacters);
        foreach (var name in Name.Except(patterns))
            found(new PodTarget(client, PodKey.Parse(Namespace ?? PodScope.DefaultNamespace, name)));
        if (patterns.Length > 0)
        {
            var scope = new PodScope(patterns, [WildcardPattern.Escape(Namespace ?? PodScope.DefaultNamespace)], false, null);
            await scope.ListAsync(client, pod => found(new PodTarget(client, new PodKey(pod.Namespace, pod.Name, pod.Uid))), stop).ConfigureAwait(false);
        }
    }

    private async Task ByObjectAsync(object item, Action<PodTarget> found, CancellationToken stop)
    {
        foreach (var pod in PodIdentity.Read(item))
        {
            var key = PodKey.Parse(pod.Namespace ?? Namespace ?? PodScope.DefaultNamespace, pod.Name, pod.Uid);
            found(new PodTarget(await ConnectAsync(pod.ClusterName ?? ClusterName, stop).ConfigureAwait(false), key));
        }
    }
}
