using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>A pod's phase from its containers, as kubelets work it out. Source: Kubernetes, pkg/kubelet/kubelet_pods.go, getPhase.</summary>
internal static class PodPhases
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";

    /// <summary>Whether the pod is over for good.</summary>
    public static bool IsTerminal(V1Pod pod) => pod.Status?.Phase is Succeeded or Failed;

    /// <param name="restartPolicy">Always, OnFailure or Never.</param>
    /// <param name="init">The init containers' states.</param>
    /// <param name="apps">The containers' states.</param>
    public static string Of(string restartPolicy, IReadOnlyList<V1ContainerStatus> init, IReadOnlyList<V1ContainerStatus> apps)
    {
        if (restartPolicy == "Never" && init.Any(Broke)) return Failed;
        if (init.Any(status => status.State.Terminated is not { ExitCode: 0 }) && !apps.Any(HasRun)) return Pending;
        if (apps.Any(status => status.State.Waiting is not null && status.LastState?.Terminated is null)) return Pending;
        if (apps.Any(status => status.State.Running is not null || status.State.Waiting is not null)) return Running;
        return restartPolicy switch
        {
            "Always" => Running,
            _ when apps.All(status => status.State.Terminated is { ExitCode: 0 }) => Succeeded,
            "OnFailure" => Running,
            _ => Failed,
        };
    }

    private static bool Broke(V1ContainerStatus status) => status.State.Terminated is { ExitCode: not 0 };

    private static bool HasRun(V1ContainerStatus status) => status.State.Waiting is null || status.LastState?.Terminated is not null;
}
