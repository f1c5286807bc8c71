using System.Globalization;

namespace Frankenetes.Torture;

/// <summary>The command line: `[--slice] [--only ROW[,ROW...]] [--seed S] [--count N] [--parallel N]`.</summary>
internal sealed record TortureOptions(bool Slice, IReadOnlyList<string> Only, int Seed, int? Count, int Parallel)
{
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static TortureOptions Parse(string[] arguments)
    {
        var options = new TortureOptions(Slice: false, [], Random.Shared.Next(1, 1_000_000), Count: null, Parallel: 2);
        for (var i = 0; i < arguments.Length; i++)
        {
            string Next() => ++i < arguments.Length ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value.");
            options = arguments[i] switch
            {
                "--slice" => options with { Slice = true },
                "--only" => options with { Only = Next().Split(',') },
                "--seed" => options with { Seed = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--count" => options with { Count = int.Parse(Next(), CultureInfo.InvariantCulture) },
                "--parallel" => options with { Parallel = int.Parse(Next(), CultureInfo.InvariantCulture) },
                var unknown => throw new FormatException($"'{unknown}' is unknown. Known are --slice, --only ROW[,ROW...], --seed S, --count N and --parallel N."),
            };
        }

        return options;
    }
}
