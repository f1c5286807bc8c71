using System.Diagnostics;

namespace Frankenetes.VirtualKubelet.Tests.Harness;

/// <summary>The real etcd and kube-apiserver, taken once out of the component images into the cache. Tests that need them fail where there are neither.</summary>
internal static class ControlPlaneBinaries
{
    private static readonly Lazy<string> FoundEtcd = new(() => Find("etcd", "quay.io/coreos/etcd:v3.5.30"));
    private static readonly Lazy<string> FoundApiServer = new(() => Find("kube-apiserver", "registry.k8s.io/kube-apiserver:v1.20.2"));

    public static string Etcd => FoundEtcd.Value;

    public static string ApiServer => FoundApiServer.Value;

    private static string Find(string name, string image)
    {
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "frankenetes", "test-" + image.Replace('/', '-').Replace(':', '-'));
        var file = Path.Combine(folder, name);
        if (File.Exists(file)) return file;
        Directory.CreateDirectory(folder);
        var part = $"{file}.{Environment.ProcessId}";
        var container = Podman("create", image, name);
        try
        {
            Podman("cp", $"{container}:/usr/local/bin/{name}", part);
        }
        finally
        {
            Podman("rm", container);
        }
        File.Move(part, file, overwrite: true);
        return file;
    }

    private static string Podman(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("podman", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"`podman {string.Join(' ', arguments)}` failed; build the images first. {error.Result}");
    }
}
