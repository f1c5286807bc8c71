using Frankenetes.Clusters.Failures;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Runs steps in order, tells how far it is, and puts the step's name on what fails.</summary>
internal sealed class Operation(string kind, string cluster, IProgress<OperationProgress>? progress)
{
    public string Kind => kind;

    public string Cluster => cluster;

    /// <summary>Tells what is waited for outside of a step.</summary>
    public void Tell(string what, int percent) => progress?.Report(new OperationProgress(kind, cluster, what, percent));

    /// <summary>Runs the steps.</summary>
    /// <param name="steps">In this order.</param>
    /// <param name="finished">Told the name of each step that is done; null for nobody.</param>
    /// <param name="cancellationToken">Ends the step under way.</param>
    public async Task RunAsync(IReadOnlyList<Step> steps, Func<string, CancellationToken, Task>? finished, CancellationToken cancellationToken)
    {
        for (var done = 0; done < steps.Count; done++)
        {
            Tell(steps[done].Title, 100 * done / steps.Count);
            await RunAsync(steps[done], finished, cancellationToken).ConfigureAwait(false);
        }

        Tell("Done", 100);
    }

    private static async Task RunAsync(Step step, Func<string, CancellationToken, Task>? finished, CancellationToken cancellationToken)
    {
        try
        {
            await step.RunAsync(cancellationToken).ConfigureAwait(false);
            if (finished is not null)
                await finished(step.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!FailureTranslator.IsCancelled(failure, cancellationToken))
        {
            var known = FailureTranslator.Translate(failure);
            known.Step ??= step.Name;
            if (ReferenceEquals(known, failure))
                throw;
            throw known;
        }
    }
}
