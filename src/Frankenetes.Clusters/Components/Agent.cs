namespace Frankenetes.Clusters.Components;

/// <summary>frankenetes-agent: how it gets into the group and where it finds its files.</summary>
internal static class Agent
{
    public const string FileName = "frankenetes-agent";
    public const string ShareFolder = "/share";
    public const string BinaryFolder = "/frankenetes/bin";
    public const string PkiFolder = "/frankenetes/pki";
    public const string ConfigurationFolder = "/frankenetes/config";

    /// <summary>Copies it off the share: a program that is paged from a share dies with it.</summary>
    public static IReadOnlyList<string> Install => [$"{ShareFolder}/{FileName}", "install", BinaryFolder];

    /// <summary>Runs one of its verbs.</summary>
    public static IReadOnlyList<string> Command(string verb, string configurationFile) =>
        [$"{BinaryFolder}/{FileName}", verb, "--config", $"{ConfigurationFolder}/{configurationFile}"];
}
