using System.Collections.ObjectModel;
using System.Management.Automation.Host;

namespace Frankenetes.Shell.Hosting;

/// <summary>The line of choices of a question, in PowerShell's form: the letter behind '&amp;' is the short answer.</summary>
internal static class ChoiceMenu
{
    /// <summary>The line, for example <c>[Y] Yes  [N] No  [?] Help (default is "Y"): </c>; a default of -1 is left out.</summary>
    internal static string Line(Collection<ChoiceDescription> choices, int defaultChoice)
    {
        var offered = string.Concat(choices.Select(choice => $"[{Key(choice)}] {Name(choice)}  "));
        var otherwise = defaultChoice >= 0 ? $" (default is \"{Key(choices[defaultChoice])}\")" : "";
        return $"{offered}[?] Help{otherwise}: ";
    }

    /// <summary>The choice whose letter or whole name the answer is, in any case; null when none is.</summary>
    internal static int? Find(Collection<ChoiceDescription> choices, int defaultChoice, string answer)
    {
        if (answer.Length == 0)
            return defaultChoice >= 0 ? defaultChoice : null;
        for (var i = 0; i < choices.Count; i++)
        {
            if (Same(answer, Key(choices[i])) || Same(answer, Name(choices[i])))
                return i;
        }

        return null;
    }

    /// <summary>The letter behind '&amp;', or the whole name where there is none.</summary>
    internal static string Key(ChoiceDescription choice)
    {
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? char.ToUpperInvariant(choice.Label[mark + 1]).ToString() : choice.Label;
    }

    private static string Name(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
