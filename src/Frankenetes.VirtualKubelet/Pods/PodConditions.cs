using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>The conditions that kubelets keep; others, such as those of readiness gates, stay as they are.</summary>
internal static class PodConditions
{
    private static readonly string[] Ours = ["Initialized", "Ready", "ContainersReady", "PodScheduled"];

    public static List<V1PodCondition> Compose(V1Pod pod, string phase, IReadOnlyList<V1ContainerStatus> init, IReadOnlyList<V1ContainerStatus> apps, DateTime now)
    {
        var before = pod.Status?.Conditions ?? [];
        var initialized = init.All(status => status.Ready);
        var waiting = apps.Where(status => !status.Ready).Select(status => status.Name).ToList();
        var over = phase switch { PodPhases.Succeeded => "PodCompleted", PodPhases.Failed => "PodFailed", _ => null };
        var unready = over ?? (waiting.Count > 0 ? "ContainersNotReady" : null);
        var message = over is null && waiting.Count > 0 ? $"containers with unready status: [{string.Join(' ', waiting)}]" : null;
        var gate = pod.Spec.ReadinessGates?.FirstOrDefault(wanted => !before.Any(condition => condition.Type == wanted.ConditionType && condition.Status == "True"));

        return
        [
            Condition("Initialized", initialized, initialized ? over == "PodCompleted" ? over : null : "ContainersNotInitialized", null),
            gate is not null && unready is null
                ? Condition("Ready", false, "ReadinessGatesNotReady", $"the condition {gate.ConditionType} is not true")
                : Condition("Ready", unready is null, unready, message),
            Condition("ContainersReady", unready is null, unready, message),
            before.FirstOrDefault(condition => condition.Type == "PodScheduled") ?? Condition("PodScheduled", true, null, null),
            .. before.Where(condition => !Ours.Contains(condition.Type)),
        ];

        V1PodCondition Condition(string type, bool holds, string? reason, string? text)
        {
            var status = holds ? "True" : "False";
            var last = before.FirstOrDefault(condition => condition.Type == type && condition.Status == status);
            return new() { Type = type, Status = status, Reason = reason, Message = text, LastTransitionTime = last?.LastTransitionTime ?? now };
        }
    }
}
