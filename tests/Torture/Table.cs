using System.Globalization;

namespace Frankenetes.Torture;

/// <summary>The result, for people and, in its last lines, for machines.</summary>
internal static class Table
{
    public static string Head => Line("row", "planned", "run", "seed", "acknowledged", "lost", "wrong", "orphans", "");

    public static string Of(RowRun run) => Line(
        run.Row.Name, Text(run.Planned), Text(run.Done), Text(run.Seed), Text(run.Acknowledged), Text(run.Lost), Text(run.Wrong), Text(run.Orphans),
        run.IsGood ? "" : $"FAILED {run.Failure}");

    public static IEnumerable<string> Sums(IReadOnlyList<RowRun> runs) =>
    [
        $"acknowledged {runs.Sum(run => run.Acknowledged)}", $"lost {runs.Sum(run => run.Lost)}", $"wrong {runs.Sum(run => run.Wrong)}", $"orphans {runs.Sum(run => run.Orphans)}",
    ];

    private static string Line(params string[] cells)
        => string.Create(CultureInfo.InvariantCulture, $"{cells[0],-18} {cells[1],7} {cells[2],5} {cells[3],11} {cells[4],12} {cells[5],6} {cells[6],6} {cells[7],7}  {cells[8]}").TrimEnd();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
