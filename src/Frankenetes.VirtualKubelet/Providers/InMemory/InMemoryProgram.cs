using System.Globalization;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.InMemory;

/// <summary>
/// What an imagined container does, from its command: <c>exit CODE [SECONDS]</c> ends by itself, <c>print TEXT…</c> writes a line and stays, <c>stubborn TEXT…</c> does the same and does not end on SIGTERM; anything else, and no command, just stays.
/// </summary>
/// <param name="ExitCode">The code with which it ends by itself; null: it stays.</param>
/// <param name="After">When it does.</param>
/// <param name="Output">What it writes at its start; empty: nothing.</param>
/// <param name="IgnoresSignals">Only SIGKILL ends it.</param>
internal sealed record InMemoryProgram(int? ExitCode, TimeSpan After, string Output, bool IgnoresSignals)
{
    public static InMemoryProgram Of(V1Container container)
    {
        var words = (container.Command ?? []).Concat(container.Args ?? []).ToList();
        return words switch
        {
            ["exit", var code, .. var rest] when Number(code) is { } exit => new((int)exit, TimeSpan.FromSeconds(rest.Count > 0 ? Number(rest[0]) ?? 0 : 0), "", false),
            ["print", .. var text] => new(null, TimeSpan.Zero, string.Join(' ', text), false),
            ["stubborn", .. var text] => new(null, TimeSpan.Zero, string.Join(' ', text), true),
            _ => new(null, TimeSpan.Zero, "", false),
        };
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
