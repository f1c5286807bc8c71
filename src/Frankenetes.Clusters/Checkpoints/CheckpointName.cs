using System.Globalization;
using System.Text.RegularExpressions;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Checkpoints;

/// <summary>What checkpoints may be called: part of a blob's name, in one case.</summary>
internal static partial class CheckpointName
{
    /// <summary>A name that tells the time, to the second.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);

    /// <summary>The name of what a restore finds and keeps.</summary>
    public static string BeforeRestore(DateTimeOffset time) => $"before-restore-{Of(time)}";

    /// <exception cref="FrankenetesException">InvalidCheckpointName.</exception>
    public static void Check(string name)
    {
        if (!Form().IsMatch(name))
            throw new FrankenetesException(ErrorCatalog.InvalidCheckpointName, $"'{name}' cannot be a checkpoint's name.", name);
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
