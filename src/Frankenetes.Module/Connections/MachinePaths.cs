namespace Frankenetes.Module.Connections;

/// <summary>Where this user's machine keeps things, by the environment.</summary>
internal static class MachinePaths
{
    /// <summary>The user's home folder.</summary>
    public static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>The local Azure's state folder unless another one is named.</summary>
    public static string LocalAzureState => Path.Combine(State, "local-azure");

    /// <summary>Where this machine's processes note the leases they take.</summary>
    public static string Locks => Path.Combine(State, "locks");

    /// <summary>Where the cloud that is not Azure's own tells its addresses, by the variable that az and Az take too; null: Azure's own is meant.</summary>
    public static Uri? CloudMetadata => Uri.TryCreate(Environment.GetEnvironmentVariable("ARM_CLOUD_METADATA_URL"), UriKind.Absolute, out var address) ? address : null;

    /// <summary>The dotnet host: what runs this process, else DOTNET_ROOT, PATH, the usual places; null when nowhere.</summary>
    public static string? DotNet => DotNetCandidates().FirstOrDefault(File.Exists);

    // XDG base directories.
    private static string State
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Combine(string.IsNullOrEmpty(state) ? Path.Combine(Home, ".local", "state") : state, "frankenetes");
        }
    }

    private static IEnumerable<string> DotNetCandidates()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host)
            yield return host;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root)
            yield return Path.Combine(root, name);
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Path.Combine(folder, name);
        if (Environment.ProcessPath is { } self && Path.GetFileName(self) == name)
            yield return self;
        foreach (var folder in new[] { Path.Combine(Home, ".dotnet"), "/usr/share/dotnet", "/usr/lib/dotnet", "/usr/local/share/dotnet" })
            yield return Path.Combine(folder, name);
    }
}
