namespace Frankenetes.LocalAzure.Hosting;

/// <summary>The images that clients may count on, under the names they have in their own registries.</summary>
internal static class WellKnownImages
{
    /// <summary>Holds every group's network namespace.</summary>
    public const string Pause = "registry.k8s.io/pause:3.2";

    public static IReadOnlyDictionary<string, string> ByRole { get; } = new Dictionary<string, string>
    {
        ["etcd"] = "quay.io/coreos/etcd:v3.5.30",
        ["busybox"] = "docker.io/library/busybox:1.36",
        ["nginx"] = "docker.io/library/nginx:latest",
        ["pause"] = Pause,
    };
}
