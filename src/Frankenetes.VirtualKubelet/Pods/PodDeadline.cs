using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary><c>activeDeadlineSeconds</c>: the kubelet is who ends a pod that runs longer.</summary>
internal static class PodDeadline
{
    /// <summary>The reason in the status of such a pod.</summary>
    public const string Reason = "DeadlineExceeded";

    public static bool IsOver(V1Pod pod, DateTimeOffset now) => End(pod) is { } end && now >= end;

    /// <summary>The wait (null: for ever), shortened so that the deadline is not missed.</summary>
    public static TimeSpan? NoLaterThan(V1Pod pod, DateTimeOffset now, TimeSpan? wait) =>
        End(pod) is not { } end || end - now >= wait ? wait : end > now ? end - now : TimeSpan.Zero;

    private static DateTimeOffset? End(V1Pod pod) =>
        pod.Spec.ActiveDeadlineSeconds is { } seconds && pod.Status?.StartTime is { } started ? new DateTimeOffset(started.ToUniversalTime()).AddSeconds(seconds) : null;
}
