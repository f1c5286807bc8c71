using System.Management.Automation;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;
using Frankenetes.Module.Completion;
using Frankenetes.Module.Connections;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Commands;

/// <summary>Shows the clusters of the subscription, whoever made them and wherever.</summary>
/// <example><code>Get-FrankenetesCluster</code>Shows all clusters.</example>
/// <example><code>Get-FrankenetesCluster ci-* | Where-Object State -EQ Running | Suspend-FrankenetesCluster</code>Puts every running cluster to sleep whose name begins with ci-.</example>
[Cmdlet(VerbsCommon.Get, "FrankenetesCluster")]
[OutputType(typeof(FrankenetesCluster))]
public sealed class GetFrankenetesClusterCommand : FrankenetesCommand
{
    /// <summary>Names or patterns; all clusters when left out.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Writes the clusters in order of name.</summary>
    protected override void ProcessRecord() => Pump(async (output, stop) =>
    {
        var connection = await Session.GetAsync(stop).ConfigureAwait(false);
        var names = new NamePatterns(Name);
        var found = await new ClusterReader(connection, ClusterHost.Options).ListAsync(names.Match, stop).ConfigureAwait(false);
        foreach (var cluster in found)
            output.Object(cluster);
        foreach (var missing in names.Missing(found.Select(cluster => cluster.Name)))
            output.Error(new FrankenetesException(ErrorCatalog.ClusterNotFound, $"There is no cluster '{missing}'.", missing), missing);
    });
}
