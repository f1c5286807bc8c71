using System.Text.RegularExpressions;

namespace Frankenetes.Agent.Logging;

/// <summary>
/// The last line of defence: nothing of ours logs a signature or a token, but an exception of a library may quote the address it failed at.
/// </summary>
internal static partial class SecretMask
{
    /// <summary>The text without the values of SAS signatures, bearer tokens, keys and client secrets.</summary>
    public static string Hide(string text) => Secrets().Replace(text, "$1***");

    [GeneratedRegex("""((?:[?&;]sig=|AccountKey=|client_secret=|Bearer\s+|SharedKey\s+\S+:))[^\s&;"']+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();
}
