using System.Globalization;
using System.Text;
using System.Text.Json;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Reports;

/// <summary>What of Kubernetes' objects ends at a time of the clock, wherever that time falls into a cluster's sleep.</summary>
/// <param name="from">When it fell asleep.</param>
/// <param name="to">When it was awake again.</param>
internal sealed class PassedDeadlines(DateTimeOffset from, DateTimeOffset to)
{
    private const string System = "kube-system";
    private const string NodeLeases = "kube-node-lease";

    /// <summary>Pods (core/v1) whose <c>activeDeadlineSeconds</c> passed.</summary>
    public IEnumerable<FrankenetesPassedDeadline> OfPods(JsonElement pods) => pods.Items("items")
        .Where(pod => !PodReader.HasEnded(pod))
        .Select(pod => Find("Pod", pod, "activeDeadlineSeconds", Moment(pod.Member("status"), "startTime"), pod.Member("spec").Number("activeDeadlineSeconds")))
        .OfType<FrankenetesPassedDeadline>();

    /// <summary>Jobs (batch/v1): those that ran too long, and those that are over and no longer to be kept.</summary>
    public IEnumerable<FrankenetesPassedDeadline> OfJobs(JsonElement jobs) => jobs.Items("items").Select(OfJob).OfType<FrankenetesPassedDeadline>();

    /// <summary>Leases (coordination.k8s.io/v1) that nobody renewed; those of Kubernetes itself are taken up again by themselves.</summary>
    public IEnumerable<FrankenetesPassedDeadline> OfLeases(JsonElement leases) => leases.Items("items")
        .Where(lease => lease.Member("metadata").Text("namespace") is not (System or NodeLeases))
        .Select(lease => Find("Lease", lease, "leaseDurationSeconds", Moment(lease.Member("spec"), "renewTime"), lease.Member("spec").Number("leaseDurationSeconds")))
        .OfType<FrankenetesPassedDeadline>();

    /// <summary>Bootstrap tokens (core/v1 Secrets of that type) that have run out.</summary>
    public IEnumerable<FrankenetesPassedDeadline> OfTokens(JsonElement secrets) => secrets.Items("items")
        .Select(secret => Find("Secret", secret, "expiration", Expiration(secret), 0))
        .OfType<FrankenetesPassedDeadline>();

    private FrankenetesPassedDeadline? OfJob(JsonElement job)
    {
        var (spec, status) = (job.Member("spec"), job.Member("status"));
        var over = status.Items("conditions").FirstOrDefault(condition => condition.Text("type") is "Complete" or "Failed" && condition.Text("status") == "True");
        return over.ValueKind == JsonValueKind.Undefined
            ? Find("Job", job, "activeDeadlineSeconds", Moment(status, "startTime"), spec.Number("activeDeadlineSeconds"))
            : Find("Job", job, "ttlSecondsAfterFinished", Moment(status, "completionTime") ?? Moment(over, "lastTransitionTime"), spec.Number("ttlSecondsAfterFinished"));
    }

    private FrankenetesPassedDeadline? Find(string kind, JsonElement item, string deadline, DateTimeOffset? begun, int? seconds)
    {
        if (begun is not { } at || seconds is not { } length || at.AddSeconds(length) is var end && (end <= from || end > to))
            return null;
        var metadata = item.Member("metadata");
        return new FrankenetesPassedDeadline { Kind = kind, Namespace = metadata.Text("namespace") ?? "", Name = metadata.Text("name") ?? "", Deadline = deadline, At = end };
    }

    private static DateTimeOffset? Moment(JsonElement element, string name) => Parse(element.Text(name));

    private static DateTimeOffset? Expiration(JsonElement secret) =>
        secret.Member("data").Text("expiration") is { } encoded ? Parse(Encoding.UTF8.GetString(Convert.FromBase64String(encoded))) : null;

    private static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
}
