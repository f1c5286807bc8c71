using System.Management.Automation;
using Frankenetes.Shell.Sessions;

namespace Frankenetes.Shell.Prompts;

/// <summary>The engine's own completion: commands, parameters and, through argument completers, values.</summary>
internal sealed class EngineCompletion(ShellSession session) : ICompletion
{
    /// <inheritdoc/>
    public ICompletionChoice? At(string text, int cursor)
    {
        try
        {
            return session.Evaluate("param($text, $cursor) TabExpansion2 -inputScript $text -cursorColumn $cursor", text, cursor) is [{ BaseObject: CommandCompletion found }]
                && found.CompletionMatches.Count > 0 ? new Choice(found) : null;
        }
        catch (RuntimeException)
        {
            // A completer of some module failed; that must not cost the line that is being typed.
            return null;
        }
    }

    private sealed class Choice(CommandCompletion found) : ICompletionChoice
    {
        public int Start => found.ReplacementIndex;

        public string Next(bool forward) => found.GetNextResult(forward).CompletionText;
    }
}
