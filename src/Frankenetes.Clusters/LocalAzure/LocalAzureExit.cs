using Frankenetes.Contracts;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>What the local Azure's exit codes mean (docs/contracts.md, section 2).</summary>
internal static class LocalAzureExit
{
    /// <param name="exitCode">How it ended before it was ready.</param>
    /// <param name="lastWords">The end of what it wrote.</param>
    /// <param name="stateFolder">Its state folder.</param>
    public static FrankenetesException ToFailure(int exitCode, string lastWords, string stateFolder)
    {
        var description = exitCode switch
        {
            3 => ErrorCatalog.ContainerEngineMissing,
            4 => ErrorCatalog.PortInUse,
            5 => ErrorCatalog.StateFolderLocked,
            6 => ErrorCatalog.StateFolderUnusable,
            _ => ErrorCatalog.LocalAzureFailed,
        };
        return new FrankenetesException(description, $"The local Azure ended with exit code {exitCode}. {lastWords}".TrimEnd(), stateFolder);
    }
}
