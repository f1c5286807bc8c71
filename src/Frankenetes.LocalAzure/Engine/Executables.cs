namespace Frankenetes.LocalAzure.Engine;

/// <summary>Looks programs up on PATH, and where Debian keeps those that only root's PATH names.</summary>
internal static class Executables
{
    private static readonly string[] SystemFolders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];

    /// <summary>The program's full path; null when there is none.</summary>
    public static string? Find(string name) => SearchPath.Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>PATH with the system folders added at its end: Podman needs iptables and netavark from there.</summary>
    public static string SearchPath
    {
        get
        {
            var path = Environment.GetEnvironmentVariable("PATH") ?? "";
            return string.Join(':', path.Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(SystemFolders).Distinct());
        }
    }
}
