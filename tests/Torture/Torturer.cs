using Frankenetes.Torture.Clusters;

namespace Frankenetes.Torture;

/// <summary>Runs rows, a few at a time, and prints each as it ends.</summary>
internal static class Torturer
{
    /// <returns>0 where all is as it must be and every row was done as often as planned; else 1.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<Row> rows, TortureOptions options, TextWriter output)
    {
        var runs = rows.Select((row, i) => new RowRun(row, PlannedOf(row, options), options, options.Seed + i)).ToList();
        await output.WriteLineAsync(Table.Head);
        using var writing = new SemaphoreSlim(1);
        // Two lanes, so that neither kind is left to run alone at the end.
        var lanes = runs.GroupBy(run => run.Row.IsOfWholeClusters).ToList();
        await Task.WhenAll(lanes.Select(lane => Parallel.ForEachAsync(lane, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Parallel / lanes.Count) }, async (run, _) =>
        {
            await TryAsync(run);
            await writing.WaitAsync(CancellationToken.None);
            await output.WriteLineAsync(Table.Of(run));
            writing.Release();
        })));
        await SharedCluster.EndAsync();
        foreach (var sum in Table.Sums(runs))
            await output.WriteLineAsync(sum);
        return runs.All(run => run.IsGood) ? 0 : 1;
    }

    private static int? PlannedOf(Row row, TortureOptions options)
        => options.Count ?? (options.Slice ? row.Slice : row.Planned is { } planned ? options.Share(planned) : null);

    /// <summary>Whatever goes wrong is the row's result; the others go on.</summary>
    private static async Task TryAsync(RowRun run)
    {
        try
        {
            await run.Row.RunAsync(run);
        }
        catch (Exception e)
        {
            run.Fail($"{e.GetType().Name}: {e.Message}");
        }
    }
}
