using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Frankenetes.Module.Completion;

/// <summary>Completes what a pod can be waited for.</summary>
internal sealed class PodGoalCompleter : IArgumentCompleter
{
    private static readonly string[] Goals = ["Ready", "Running", "Succeeded", "Failed", "Completed", "Deleted", "PodScheduled", "Initialized", "ContainersReady"];

    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Goals.Where(goal => goal.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)).Select(goal => new CompletionResult(goal));
}
