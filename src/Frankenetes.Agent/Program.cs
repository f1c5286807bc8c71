using Frankenetes.Agent.Processes;
using Frankenetes.Agent.Verbs;

namespace Frankenetes.Agent;

/// <summary>The executable's entry: chooses the verb, turns signals into cancellation, cares for orphans as process 1.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var ending = new EndingSignals();
        using var orphans = OrphanReaper.StartIfFirstProcess();
        return await VerbTable.RunAsync(arguments, Console.Out, Console.Error, ending.Token).ConfigureAwait(false);
    }
}
