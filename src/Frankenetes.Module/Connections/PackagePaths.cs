namespace Frankenetes.Module.Connections;

/// <summary>Where the module's package holds what the cmdlets start or upload (docs/contracts.md, section 1).</summary>
internal static class PackagePaths
{
    private static readonly string Bin = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(PackagePaths).Assembly.Location)!, ".."));

    public static string Agent { get; } = Path.Combine(Bin, "agent", "linux-x64", "frankenetes-agent");

    public static string PodAgent { get; } = Path.Combine(Bin, "agent", "linux-x64", "frankenetes-pod");

    public static string LocalAzure { get; } = Path.Combine(Bin, "local-azure", "Frankenetes.LocalAzure.dll");
}
