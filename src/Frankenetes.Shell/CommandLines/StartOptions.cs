using System.Management.Automation.Runspaces;

namespace Frankenetes.Shell.CommandLines;

/// <summary>The command line, in the words that <c>pwsh</c> understands too, so that a caller need not know which of the two it starts.</summary>
/// <param name="Mode">What to do.</param>
/// <param name="ScriptPath">Full path of the script; null unless <see cref="StartMode.File"/>.</param>
/// <param name="CommandText">The text to run; null unless <see cref="StartMode.Command"/>.</param>
/// <param name="Arguments">The script's parameters; empty unless <see cref="StartMode.File"/>.</param>
/// <param name="NonInteractive">Whether questions are refused even at a terminal.</param>
/// <param name="StaysOpen">Whether a prompt follows the script or text.</param>
internal sealed record StartOptions(
    StartMode Mode,
    string? ScriptPath,
    string? CommandText,
    IReadOnlyList<CommandParameter> Arguments,
    bool NonInteractive,
    bool StaysOpen)
{
    internal const string Usage = """
        Frankenetes.Shell [-NoProfile] [-NonInteractive] [-NoExit] [-File SCRIPT [ARGUMENT...] | -Command TEXT...]
        Runs a script or a text, or, without either, shows a prompt.
        """;

    /// <summary>Reads the words in order; the first that is no option of ours is a script, as it is for <c>pwsh</c>.</summary>
    /// <exception cref="UsageException">An unknown option, or a script or text that is missing.</exception>
    internal static StartOptions Parse(IReadOnlyList<string> words)
    {
        var nonInteractive = false;
        var staysOpen = false;
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i].ToLowerInvariant())
            {
                // No profile is ever read, and there is no banner to leave out.
                case "-noprofile" or "-nop" or "-nologo":
                    break;
                case "-noninteractive":
                    nonInteractive = true;
                    break;
                case "-noexit" or "-noe":
                    staysOpen = true;
                    break;
                case "-file" or "-f":
                    return OfFile(words, i + 1) with { NonInteractive = nonInteractive, StaysOpen = staysOpen };
                case "-command" or "-c":
                    return OfCommand(words, i + 1) with { NonInteractive = nonInteractive, StaysOpen = staysOpen };
                case "-help" or "-h" or "--help" or "-?":
                    return Of(StartMode.Usage);
                default:
                    return words[i].StartsWith('-')
                        ? throw new UsageException($"'{words[i]}' is no option of this shell.\n{Usage}")
                        : OfFile(words, i) with { NonInteractive = nonInteractive, StaysOpen = staysOpen };
            }
        }

        return Of(StartMode.Prompt) with { NonInteractive = nonInteractive };
    }

    private static StartOptions OfFile(IReadOnlyList<string> words, int at)
    {
        if (at >= words.Count)
            throw new UsageException("-File needs the path of a script.");
        var path = Path.GetFullPath(words[at]);
        return File.Exists(path)
            ? Of(StartMode.File) with { ScriptPath = path, Arguments = ScriptArguments.Bind(words.Skip(at + 1)) }
            : throw new UsageException($"There is no script '{words[at]}'.");
    }

    private static StartOptions OfCommand(IReadOnlyList<string> words, int at) =>
        at < words.Count
            ? Of(StartMode.Command) with { CommandText = string.Join(' ', words.Skip(at)) }
            : throw new UsageException("-Command needs the text to run.");

    private static StartOptions Of(StartMode mode) => new(mode, null, null, [], NonInteractive: false, StaysOpen: false);
}
