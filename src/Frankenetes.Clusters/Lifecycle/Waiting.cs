using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>Asks again and again until something is so, and looks now and then whether it still can become so.</summary>
internal static class Waiting
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(2);

    /// <param name="cluster">Whose environment says how often to ask and how long a start may take.</param>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="check">Throws where it will not come any more.</param>
    /// <param name="late">The failure where the time is up; gets the time that there was, in words.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="limit">How long; null: as long as a start may take.</param>
    public static async Task UntilAsync(
        ClusterHandle cluster, Func<CancellationToken, Task<bool>> isSo, Func<CancellationToken, Task> check, Func<string, CancellationToken, Task<FrankenetesException>> late, CancellationToken cancellationToken,
        TimeSpan? limit = null)
    {
        var (time, patience) = (cluster.Options.Time, limit ?? cluster.Connection.Environment.StartTimeout);
        var began = time.GetTimestamp();
        var looked = began;
        while (!await isSo(cancellationToken).ConfigureAwait(false))
        {
            if (time.GetElapsedTime(began) > patience)
                throw await late($"within {patience.TotalMinutes:0} minutes", cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(looked) > CheckEvery)
            {
                await check(cancellationToken).ConfigureAwait(false);
                looked = time.GetTimestamp();
            }

            await Task.Delay(cluster.Connection.Environment.PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
