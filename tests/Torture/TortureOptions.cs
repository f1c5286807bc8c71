using System.Globalization;

namespace Frankenetes.Torture;

/// <summary>The command line: `[--slice] [--only ROW[,ROW...]] [--seed S] [--count N | --percent P] [--parallel N] [--topology T] [--shell PROGRAM[,ARGUMENT]]`.</summary>
internal sealed record TortureOptions(bool Slice, IReadOnlyList<string> Only, int Seed, int? Count, int Percent, int Parallel, bool Distributed, IReadOnlyList<string> Shell)
{
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static TortureOptions Parse(string[] arguments)
    {
        var options = new TortureOptions(Slice: false, [], Random.Shared.Next(1, 1_000_000), Count: null, Percent: 100, Parallel: 4, Distributed: false, Shell: []);
        for (var i = 0; i < arguments.Length; i++)
        {
            string Next() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
            options = arguments[i] switch
            {
                "--slice" => options with { Slice = true },
                "--only" => options with { Only = Next().Split(',') },
                "--seed" => options with { Seed = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--count" => options with { Count = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--percent" => options with { Percent = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--parallel" => options with { Parallel = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--topology" => options with { Distributed = Topology(Next()) },
                "--shell" => options with { Shell = Next().Split(',') },
                var unknown => throw new FormatException($"'{unknown}' is unknown. Known are --slice, --only ROW[,ROW...], --seed S, --count N, --percent P, --parallel N, --topology Compact|Distributed and --shell PROGRAM[,ARGUMENT]."),
            };
        }

        return options;
    }

    /// <summary>How often of so many times in a whole run.</summary>
    public int Share(int planned) => Math.Max(1, planned * Percent / 100);

    private static bool Topology(string name) => name switch
    {
        "Compact" => false,
        "Distributed" => true,
        _ => throw new FormatException($"'{name}' is no topology. Known are Compact and Distributed."),
    };
}
