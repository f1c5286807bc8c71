using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;
using Frankenetes.Module.Pipeline;

namespace Frankenetes.Module.Pods;

/// <summary>Waits for many pods at the same time, under one limit.</summary>
internal static class PodWaiting
{
    /// <param name="targets">The pods.</param>
    /// <param name="goal">What each is to come to.</param>
    /// <param name="limit">How long all of them may take; null for as long as it takes.</param>
    /// <param name="reached">Told of each that has come to it, and how it was then, from any thread; null for a pod that was gone already.</param>
    /// <param name="output">Where the failures go.</param>
    /// <param name="stop">Stops waiting.</param>
    public static Task RunAsync(
        IReadOnlyCollection<PodTarget> targets, PodGoal goal, TimeSpan? limit, Action<PodTarget, FrankenetesPod?> reached, ICmdletOutput output, CancellationToken stop)
    {
        var (done, activity) = (0, $"Waiting until {targets.Count} pod{(targets.Count == 1 ? " is" : "s are")} {goal.Text}");
        output.Progress(activity, Remaining(0), 0);
        return Task.WhenAll(targets.Select(OneAsync));

        async Task OneAsync(PodTarget target)
        {
            var wait = new PodWait(target.Client, target.Key, goal);
            using var time = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (limit is { } most)
                time.CancelAfter(most);
            try
            {
                reached(target, await wait.RunAsync(time.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                output.Error(wait.TooLate(limit!.Value), target.Key.ToString());
            }
            catch (FrankenetesException failure)
            {
                output.Error(failure, target.Key.ToString());
            }

            var ended = Interlocked.Increment(ref done);
            output.Progress(activity, Remaining(ended), 100 * ended / targets.Count);
        }

        string Remaining(int ended) => $"{targets.Count - ended} of {targets.Count} to go";
    }
}
