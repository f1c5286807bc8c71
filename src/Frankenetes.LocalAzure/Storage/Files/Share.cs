namespace Frankenetes.LocalAzure.Storage.Files;

/// <summary>A share's name and its places on disk.</summary>
internal static class Share
{
    /// <summary>True for 3 to 63 lower-case letters, digits and single hyphens between them, as Azure has it.</summary>
    public static bool IsValidName(string name) =>
        name.Length is >= 3 and <= 63
        && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);

    /// <summary>The folder that holds one folder for each share of an account.</summary>
    public static string RootDirectory(StorageAccount account) => Path.Combine(account.Directory, "shares");

    /// <summary>The folder of a share: its description and its content.</summary>
    public static string Directory(StorageAccount account, string share) => Path.Combine(RootDirectory(account), share);

    /// <summary>The folder that is the share: what containers mount.</summary>
    public static string ContentDirectory(StorageAccount account, string share) => Path.Combine(Directory(account, share), "content");
}
