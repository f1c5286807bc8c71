namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>Names of shares (learn.microsoft.com/rest/api/storageservices/naming-and-referencing-shares--directories--files--and-metadata).</summary>
internal static class ShareName
{
    /// <summary>True for 3 to 63 lower-case letters, digits and single hyphens between them.</summary>
    public static bool IsValid(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);
}
