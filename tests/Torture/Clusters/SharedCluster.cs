namespace Frankenetes.Torture.Clusters;

/// <summary>The cluster of a slice: one row at a time has it, and gives it back where all went well.</summary>
internal static class SharedCluster
{
    private static readonly SemaphoreSlim Turn = new(1);
    private static ClusterScene? _cluster;

    /// <summary>Waits for its turn.</summary>
    public static async Task<ClusterScene> TakeAsync(RowRun run)
    {
        await Turn.WaitAsync();
        try
        {
            _cluster ??= await ClusterScene.BeginOwnAsync(run);
        }
        catch
        {
            Turn.Release();
            throw;
        }

        _cluster.Lend(() => GiveBackAsync(run));
        return _cluster;
    }

    public static async Task EndAsync()
    {
        _cluster?.Lend(null);
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _cluster = null;
    }

    /// <returns>False where nobody knows in what state it is.</returns>
    private static Task<bool> GiveBackAsync(RowRun run)
    {
        var isWhole = run.Done == run.Planned && run.Failure is null;
        if (!isWhole)
            _cluster = null;
        Turn.Release();
        return Task.FromResult(isWhole);
    }
}
