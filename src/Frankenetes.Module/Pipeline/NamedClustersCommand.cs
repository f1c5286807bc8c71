using System.Management.Automation;
using Frankenetes.Module.Completion;

namespace Frankenetes.Module.Pipeline;

/// <summary>A cmdlet for clusters that are named on the command line or come through the pipeline.</summary>
public abstract class NamedClustersCommand : FrankenetesCommand
{
    /// <summary>The clusters' names or patterns.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];
}
