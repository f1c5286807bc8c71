using System.Diagnostics;

namespace Frankenetes.EtcdKeeper.Tests.Harness;

/// <summary>
/// The real etcd, etcdctl and etcdutl: the folder that FRANKENETES_ETCD names, else those of the etcd image, taken out once into the cache.
/// Tests that need them fail where neither is there.
/// </summary>
internal static class EtcdBinaries
{
    private const string Image = "quay.io/coreos/etcd:v3.5.30";
    private static readonly string[] Names = ["etcd", "etcdctl", "etcdutl"];
    private static readonly Lazy<string> Found = new(Find);

    public static string Directory => Found.Value;

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("FRANKENETES_ETCD") is { Length: > 0 } named)
            return IsWhole(named) ? named : throw new FileNotFoundException($"FRANKENETES_ETCD is '{named}', which lacks one of: {string.Join(", ", Names)}.");
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "frankenetes", "test-etcd-v3.5.30");
        if (!IsWhole(cache))
            Extract(cache);
        return cache;
    }

    private static bool IsWhole(string folder) => Names.All(name => File.Exists(Path.Combine(folder, name)));

    private static void Extract(string cache)
    {
        var part = cache + "." + Environment.ProcessId;
        System.IO.Directory.CreateDirectory(part);
        var container = Podman("create", Image, "etcd");
        try
        {
            foreach (var name in Names)
                Podman("cp", $"{container}:/usr/local/bin/{name}", part);
        }
        finally
        {
            Podman("rm", container);
        }

        if (System.IO.Directory.Exists(cache))
            System.IO.Directory.Delete(cache, recursive: true);
        System.IO.Directory.Move(part, cache);
    }

    private static string Podman(params string[] arguments)
    {
        var start = new ProcessStartInfo("podman", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"`podman {arguments[0]}` of {Image} failed; build the images first, or set FRANKENETES_ETCD. {error.Result}");
    }
}
