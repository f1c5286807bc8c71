using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Frankenetes.Clusters.Components;

/// <summary>A released Kubernetes version.</summary>
internal sealed partial record KubernetesVersion(int Major, int Minor, int Patch)
{
    /// <summary>The oldest version whose flags are known here.</summary>
    public static KubernetesVersion Oldest { get; } = new(1, 20, 0);

    /// <summary>The newest version that passed the end-to-end tests, and what is taken when none is named.</summary>
    public static KubernetesVersion NewestTested { get; } = new(1, 20, 2);

    /// <summary>Reads <c>v1.20.2</c> or <c>1.20.2</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KubernetesVersion? version)
    {
        version = null;
        if (text is null || Form().Match(text) is not { Success: true } match)
            return false;
        version = new KubernetesVersion(Number(match, 1), Number(match, 2), Number(match, 3));
        return true;
    }

    /// <summary>Whether this version came before the other one.</summary>
    public bool IsOlderThan(KubernetesVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch)) < 0;

    /// <summary>Whether the version's minor release is <c>1.minor</c> or later.</summary>
    public bool IsAtLeast(int minor) => Major > 1 || (Major == 1 && Minor >= minor);

    /// <summary>The form of image tags: <c>v1.20.2</c>.</summary>
    public override string ToString() => $"v{Major}.{Minor}.{Patch}";

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^v?([0-9]{1,3})\.([0-9]{1,3})\.([0-9]{1,4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
