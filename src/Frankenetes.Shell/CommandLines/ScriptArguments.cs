using System.Management.Automation.Runspaces;

namespace Frankenetes.Shell.CommandLines;

/// <summary>Turns the words behind <c>-File script.ps1</c> into parameters as <c>pwsh -File</c> does: words are strings, never expressions.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// <c>-Name</c> is a parameter whose value, if it takes one, is the next word; <c>-Name:value</c> holds its own; <c>$true</c> and
    /// <c>$false</c> behind the colon are the two switch values; everything else is positional.
    /// </summary>
    internal static IReadOnlyList<CommandParameter> Bind(IEnumerable<string> words)
    {
        var bound = new List<CommandParameter>();
        string? awaitingValue = null;
        foreach (var word in words)
        {
            if (awaitingValue is not null)
            {
                bound.Add(new CommandParameter(awaitingValue, word));
                awaitingValue = null;
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                awaitingValue = BindNamed(word, bound);
            }
            else
            {
                bound.Add(new CommandParameter(null, word));
            }
        }

        if (awaitingValue is not null)
            bound.Add(new CommandParameter(awaitingValue));
        return bound;
    }

    /// <summary>Adds the parameter, or answers its name when the word ends with a colon: then the next word is the value.</summary>
    private static string? BindNamed(string word, List<CommandParameter> bound)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            bound.Add(new CommandParameter(word));
        else if (colon == word.Length - 1)
            return word[..colon];
        else
            bound.Add(new CommandParameter(word[..colon], Value(word[(colon + 1)..])));
        return null;
    }

    private static object Value(string text) => text.ToLowerInvariant() switch
    {
        "$true" => true,
        "$false" => false,
        _ => text,
    };
}
