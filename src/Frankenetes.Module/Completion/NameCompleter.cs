using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Module.Connections;

namespace Frankenetes.Module.Completion;

/// <summary>
/// Completes names that only a cluster knows. The prompt never waits longer than a fifth of a second and never hears of a failure; an answer that comes later serves the next try.
/// </summary>
internal abstract class NameCompleter : IArgumentCompleter
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimedCache<IReadOnlyList<string>> Names = new(TimeSpan.FromSeconds(5), TimeProvider.System);
    private static readonly TimedCache<PodClient?> Clients = new(TimeSpan.FromMinutes(1), TimeProvider.System);

    /// <summary>The names that begin like the word, in order.</summary>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return Known(fakeBoundParameters).Where(pattern.IsMatch).Order(StringComparer.Ordinal)
            .Select(name => new CompletionResult(name, name, CompletionResultType.ParameterValue, name));
    }

    /// <summary>What else on the command line the names depend on; part of the key under which they are kept.</summary>
    protected abstract string Key(IDictionary bound);

    /// <summary>Asks for the names.</summary>
    protected abstract Task<IReadOnlyList<string>> AskAsync(IDictionary bound);

    /// <summary>A parameter that stands on the command line already, the first of several; null where it does not.</summary>
    protected static string? Bound(IDictionary bound, params string[] names) =>
        names.Select(name => bound[name]).Select(value => value is object[] several ? several.FirstOrDefault() : value).FirstOrDefault(value => value is not null)?.ToString();

    /// <summary>The pods of the cluster that the command line means; null while there is no connection, or no such cluster.</summary>
    protected static Task<PodClient?> ConnectAsync(IDictionary bound)
    {
        var cluster = Bound(bound, "ClusterName");
        return Clients.GetAsync(cluster ?? "", async () =>
            await Session.FindAsync(CancellationToken.None).ConfigureAwait(false) is { } connection
                ? await new ClusterReader(connection, ClusterHost.Options).PodsAsync(cluster ?? Session.Cluster, CancellationToken.None).ConfigureAwait(false)
                : null);
    }

    private IReadOnlyList<string> Known(IDictionary bound)
    {
        var asking = Names.GetAsync($"{GetType().Name} {Key(bound)}", () => AskAsync(bound));
        try
        {
            return asking.Wait(Patience) ? asking.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }
}
