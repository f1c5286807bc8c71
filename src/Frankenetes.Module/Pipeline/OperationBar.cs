using Frankenetes.Clusters.Lifecycle;

namespace Frankenetes.Module.Pipeline;

/// <summary>Shows an operation as a progress bar and, for whoever wants to read it, as verbose lines.</summary>
internal sealed class OperationBar(ICmdletOutput output, string activity) : IProgress<OperationProgress>
{
    public void Report(OperationProgress value)
    {
        output.Progress($"{activity} '{value.Cluster}'", value.Step, value.Percent);
        output.Verbose($"{activity} '{value.Cluster}': {value.Step}");
    }
}
