namespace Frankenetes.Clusters.Components;

/// <summary>A flag that not every version takes.</summary>
/// <param name="Component">The binary's name.</param>
/// <param name="Flag">The flag's name without dashes.</param>
/// <param name="Value">Its value.</param>
/// <param name="FirstMinor">The first minor release of Kubernetes 1 that is given it.</param>
/// <param name="LastMinor">The last one; null while the newest still takes it.</param>
/// <param name="Why">What it is for and why the range ends where it does.</param>
internal sealed record VersionedFlag(string Component, string Flag, string Value, int FirstMinor, int? LastMinor, string Why)
{
    public bool Suits(KubernetesVersion version) =>
        version.IsAtLeast(FirstMinor) && (LastMinor is not { } last || !version.IsAtLeast(last + 1));
}
