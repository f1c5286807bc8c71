namespace Frankenetes.LocalAzure.Storage.Authorization;

/// <summary>The orders in which clients sort <c>x-ms-*</c> header names before they sign.</summary>
internal static class HeaderOrders
{
    /// <summary>Byte order; and the word order of the service itself, which passes over hyphens first.</summary>
    public static IReadOnlyList<IComparer<string>> All { get; } = [StringComparer.Ordinal, Comparer<string>.Create(CompareWords)];

    private static int CompareWords(string left, string right)
    {
        var byLetters = string.CompareOrdinal(Key(left), Key(right));
        return byLetters != 0 ? byLetters : string.CompareOrdinal(left, right);
    }

    // Underscores sort before digits, digits before letters; a space stands in for the underscore.
    private static string Key(string name) => name.Replace("-", string.Empty, StringComparison.Ordinal).Replace('_', ' ');
}
