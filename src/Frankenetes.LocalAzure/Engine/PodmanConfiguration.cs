using System.Text;
using Frankenetes.LocalAzure.State;

namespace Frankenetes.LocalAzure.Engine;

/// <summary>The containers.conf of our own Podman service; the user's is neither read nor changed.</summary>
internal static class PodmanConfiguration
{
    /// <summary>Where distributions keep it; none puts it on PATH.</summary>
    private static readonly string[] _netavark = ["/usr/lib/podman/netavark", "/usr/libexec/podman/netavark"];

    public static string Write(StateFolder state)
    {
        var path = Path.Combine(state.Folder("engine"), "containers.conf");
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Content()));
        return path;
    }

    private static string Content()
    {
        var text = new StringBuilder();
        text.AppendLine("[containers]");
        // Where a machine's own limits are below Podman's defaults, a container would not start at all.
        text.AppendLine("default_ulimits = [\"nofile=1024:1024\", \"nproc=4096:4096\"]");
        text.AppendLine("log_driver = \"k8s-file\"");
        text.AppendLine("[engine]");
        text.AppendLine("events_logger = \"file\"");
        // crun refuses hybrid cgroups; runc serves every kind.
        if (Executables.Find("runc") is not null)
            text.AppendLine("runtime = \"runc\"");
        // systemd's manager needs a systemd that runs.
        if (!Directory.Exists("/run/systemd/system"))
            text.AppendLine("cgroup_manager = \"cgroupfs\"");
        // Left to itself, a Podman that holds images before its first network takes CNI, which has no names and other rules.
        if (_netavark.Any(File.Exists) || Executables.Find("netavark") is not null)
            text.AppendLine("[network]").AppendLine("network_backend = \"netavark\"");
        return text.ToString();
    }
}
