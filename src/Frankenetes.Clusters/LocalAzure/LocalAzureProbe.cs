using System.Diagnostics;
using System.Text.Json;
using Frankenetes.Clusters.Environments;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.LocalAzure;

/// <summary>Tells whether a local Azure lives in a state folder.</summary>
internal static class LocalAzureProbe
{
    /// <summary>Reads the description of the process that lives there; null when none is ready.</summary>
    public static async Task<LocalAzureDescription?> FindAsync(LocalAzureOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(options.DescriptionFile, cancellationToken).ConfigureAwait(false);
            var description = JsonSerializer.Deserialize(text, LocalAzureJson.Default.LocalAzureDescription);
            return description is not null && Lives(description.ProcessId) ? description : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException broken)
        {
            throw new FrankenetesException(ErrorCatalog.StateFolderUnusable, $"'{options.DescriptionFile}' is not a description of a local Azure.", options.StateFolder, broken);
        }
    }

    /// <summary>Whether the process lives and is a local Azure, not another one that was given its number since.</summary>
    public static bool Lives(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            var commandLine = $"/proc/{processId}/cmdline";
            return !process.HasExited && (!File.Exists(commandLine) || File.ReadAllText(commandLine).Contains("LocalAzure", StringComparison.Ordinal));
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or IOException)
        {
            return false;
        }
    }
}
