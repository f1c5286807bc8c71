using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers.Processes;

/// <summary>Reads a pod's folder as an instance.</summary>
internal static class ProcessInstances
{
    public static PodInstance Of(ProcessFolder folder, V1Pod pod) => new()
    {
        Uid = pod.Metadata.Uid,
        // Processes share the machine's network.
        Address = "127.0.0.1",
        Containers = (pod.Spec.InitContainers ?? []).Concat(pod.Spec.Containers).ToDictionary(container => container.Name, container => Of(folder, pod, container)),
        EarlierStarts = EarlierStarts.Of(pod),
    };

    private static ContainerInstance Of(ProcessFolder folder, V1Pod pod, V1Container container)
    {
        var runs = folder.RunsOf(container.Name).Select(run => run.Look()).ToList();
        var started = runs.OfType<ContainerRun>().ToList();
        var isInit = pod.Spec.InitContainers?.Contains(container) == true;
        var again = started is [.., { IsOver: true } last] && !folder.IsEnding && Restarts(pod, last.ExitCode ?? 0, isInit);
        return new ContainerInstance
        {
            Current = again ? null : started.LastOrDefault(),
            Previous = again ? started[^1] : started.Count > 1 ? started[^2] : null,
            Restarts = Math.Max(0, started.Count - 1),
            WaitingReason = again ? "CrashLoopBackOff" : null,
        };
    }

    private static bool Restarts(V1Pod pod, int code, bool isInit) => pod.Spec.RestartPolicy switch
    {
        "Never" => false,
        "OnFailure" => code != 0,
        _ => !isInit || code != 0,
    };
}
