namespace Frankenetes.Clusters.Components;

/// <summary>Puts a component's command together.</summary>
internal static class CommandLine
{
    /// <summary>The binary, the flags that every version takes, then those of this one.</summary>
    public static IReadOnlyList<string> Of(string component, KubernetesVersion version, IEnumerable<KeyValuePair<string, string>> flags) =>
        [component, .. flags.Concat(VersionedFlags.Of(component, version)).Select(flag => $"--{flag.Key}={flag.Value}")];
}
