using System.Text.Json;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Reports;

/// <summary>Counts the runs that CronJobs missed.</summary>
internal static class MissedRuns
{
    /// <param name="cronJobs">A list of CronJobs (batch/v1 or v1beta1) as it was when the cluster fell asleep.</param>
    /// <param name="since">When it did.</param>
    /// <param name="until">When it was awake again.</param>
    public static IEnumerable<FrankenetesMissedRuns> Of(JsonElement cronJobs, DateTimeOffset since, DateTimeOffset until) =>
        from job in cronJobs.Items("items")
        let spec = job.Member("spec")
        where !spec.Flag("suspend")
        let schedule = CronSchedule.TryParse(spec.Text("schedule") ?? "", spec.Text("timeZone"))
        where schedule is not null
        let last = job.Member("status").Member("lastScheduleTime")
        let count = schedule.Count(since, until, last.ValueKind == JsonValueKind.String ? last.GetDateTimeOffset() : null)
        where count > 0
        let metadata = job.Member("metadata")
        select new FrankenetesMissedRuns { Namespace = metadata.Text("namespace") ?? "", Name = metadata.Text("name") ?? "", Count = count };
}
