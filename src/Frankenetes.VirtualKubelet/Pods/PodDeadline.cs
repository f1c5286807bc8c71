using k8s.Models;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary><c>activeDeadlineSeconds</c>: the kubelet is who ends a pod that runs longer.</summary>
internal static class PodDeadline
{
    /// <summary>The reason in the status of such a pod.</summary>
    public const string Reason = "DeadlineExceeded";

    public static bool IsOver(V1Pod pod, DateTimeOffset now) => End(pod, pod.Status?.StartTime) is { } end && now >= end;

    /// <summary>The wait, shortened so that the deadline is not missed.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="started">Its start as it was told last.</param>
    /// <param name="now">The present.</param>
    /// <param name="wait">Null: for ever.</param>
    public static TimeSpan? NoLaterThan(V1Pod pod, DateTime? started, DateTimeOffset now, TimeSpan? wait) =>
        End(pod, started) is not { } end || end - now >= wait ? wait : end > now ? end - now : TimeSpan.Zero;

    private static DateTimeOffset? End(V1Pod pod, DateTime? started) =>
        pod.Spec.ActiveDeadlineSeconds is { } seconds && started is { } known ? new DateTimeOffset(known.ToUniversalTime()).AddSeconds(seconds) : null;
}
