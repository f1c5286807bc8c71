using System.Management.Automation;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows a cluster's pods, of all namespaces unless some are named.</summary>
[Cmdlet(VerbsCommon.Get, "FrankenetesPod")]
[OutputType(typeof(FrankenetesPod))]
public sealed class GetFrankenetesPodCommand : FrankenetesCommand
{
    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ValidateNotNullOrEmpty]
    public string ClusterName { get; set; } = "";

    /// <summary>Pods' names or patterns; all when left out.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? PodName { get; set; }

    /// <summary>Namespaces or patterns; all when left out.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Writes the pods by namespace and name.</summary>
    protected override void ProcessRecord()
    {
        var (cluster, pods, namespaces) = (ClusterName, new NamePatterns(PodName), new NamePatterns(Namespace));
        Pump(
            async (output, stop) =>
            {
                var connection = await Session.GetAsync(stop).ConfigureAwait(false);
                var found = await new ClusterReader(connection, ClusterHost.Options).PodsAsync(cluster, stop).ConfigureAwait(false);
                foreach (var pod in found.Where(pod => pods.Match(pod.Name) && namespaces.Match(pod.Namespace)))
                    output.Object(pod);
            },
            cluster);
    }
}
