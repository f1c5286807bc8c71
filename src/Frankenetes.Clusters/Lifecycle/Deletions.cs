using System.Collections.Concurrent;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Deletes resources and waits until they are gone.</summary>
/// <param name="time">The clock.</param>
/// <param name="pollInterval">How long to wait between looks.</param>
internal sealed class Deletions(TimeProvider time, TimeSpan pollInterval)
{
    private const int PollsUntilAskedAgain = 60;
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Asks for the deletion of each and waits until none is left; some may come while others go.</summary>
    /// <param name="left">The names of those that are still there.</param>
    /// <param name="delete">Asks for the deletion of one.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="FrankenetesException">OperationTimedOut: for half an hour there were no fewer.</exception>
    public async Task RunAsync(Func<CancellationToken, Task<IReadOnlyList<string>>> left, Func<string, CancellationToken, Task> delete, CancellationToken cancellationToken)
    {
        var asked = new ConcurrentDictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        var (fewest, since) = (int.MaxValue, time.GetTimestamp());
        while (await left(cancellationToken).ConfigureAwait(false) is { Count: > 0 } there)
        {
            if (there.Count < fewest)
                (fewest, since) = (there.Count, time.GetTimestamp());
            else if (time.GetElapsedTime(since) > Patience)
                throw new FrankenetesException(ErrorCatalog.OperationTimedOut, $"'{there[0]}' was not gone within {Patience.TotalMinutes:0} minutes.", there[0]);
            // A deletion that was accepted may fail and leave all as it was; one that goes on is not disturbed by being asked for again.
            var due = there.Where(name => !asked.TryGetValue(name, out var last) || time.GetElapsedTime(last) > pollInterval * PollsUntilAskedAgain).ToList();
            if (due.Count == 0)
                await Task.Delay(pollInterval, time, cancellationToken).ConfigureAwait(false);
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (name, stop) =>
            {
                await delete(name, stop).ConfigureAwait(false);
                asked[name] = time.GetTimestamp();
            }).ConfigureAwait(false);
        }
    }
}
