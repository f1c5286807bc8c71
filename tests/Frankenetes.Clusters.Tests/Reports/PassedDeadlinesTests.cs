using System.Text;
using System.Text.Json;
using Frankenetes.Clusters.Reports;

namespace Frankenetes.Clusters.Tests.Reports;

public class PassedDeadlinesTests
{
    private static readonly DateTimeOffset Asleep = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Awake = Asleep.AddHours(10);
    private readonly PassedDeadlines _passed = new(Asleep, Awake);

    [Theory]
    [InlineData(599, false)]
    [InlineData(601, true)]
    [InlineData(36_601, false)]
    public void A_Job_that_ran_too_long_asleep_is_told_of(int seconds, bool told)
    {
        var found = _passed.OfJobs(List($$$"""{"metadata":{"namespace":"n","name":"j"},"spec":{"activeDeadlineSeconds":{{{seconds}}}},"status":{"startTime":"2026-11-23T07:50:00Z"}}""")).ToList();
        Assert.Equal(told, found.Count == 1);
        if (told)
            Assert.Equal(("Job n/j: activeDeadlineSeconds", Asleep.AddSeconds(1)), (found[0].ToString(), found[0].At));
    }

    [Fact]
    public void A_Job_that_is_over_is_no_longer_late_but_its_keeping_may_end() =>
        Assert.Equal(
            ["Job n/j: ttlSecondsAfterFinished"],
            _passed.OfJobs(List("""
                {"metadata":{"namespace":"n","name":"j"},"spec":{"activeDeadlineSeconds":700,"ttlSecondsAfterFinished":3600},
                 "status":{"startTime":"2026-11-23T07:50:00Z","conditions":[{"type":"Failed","status":"True","lastTransitionTime":"2026-11-23T07:55:00Z"}]}}
                """)).Select(passed => $"{passed}"));

    [Fact]
    public void A_pod_that_ended_before_is_past_no_deadline() =>
        Assert.Equal(
            ["Pod n/runs: activeDeadlineSeconds"],
            _passed.OfPods(List(
                """{"metadata":{"namespace":"n","name":"runs"},"spec":{"activeDeadlineSeconds":700},"status":{"phase":"Running","startTime":"2026-11-23T07:50:00Z"}}""",
                """{"metadata":{"namespace":"n","name":"over"},"spec":{"activeDeadlineSeconds":700},"status":{"phase":"Succeeded","startTime":"2026-11-23T07:50:00Z"}}""",
                """{"metadata":{"namespace":"n","name":"waits"},"spec":{"activeDeadlineSeconds":700},"status":{"phase":"Pending"}}""")).Select(passed => $"{passed}"));

    [Fact]
    public void Leases_of_Kubernetes_itself_are_of_no_interest()
    {
        const string Spec = """ "spec":{"leaseDurationSeconds":15,"renewTime":"2026-11-23T07:59:50.000000Z"}}""";
        Assert.Equal(
            ["Lease app/leader: leaseDurationSeconds"],
            _passed.OfLeases(List(
                """{"metadata":{"namespace":"app","name":"leader"},""" + Spec, """{"metadata":{"namespace":"kube-system","name":"leader"},""" + Spec,
                """{"metadata":{"namespace":"kube-node-lease","name":"node"},""" + Spec)).Select(passed => $"{passed}"));
    }

    [Fact]
    public void A_bootstrap_token_runs_out() =>
        Assert.Equal(
            ["Secret kube-system/bootstrap-token-abcdef: expiration"],
            _passed.OfTokens(List(
                $$$"""{"metadata":{"namespace":"kube-system","name":"bootstrap-token-abcdef"},"data":{"expiration":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes("2026-11-23T09:00:00Z"))}}}"}}""",
                """{"metadata":{"namespace":"kube-system","name":"bootstrap-token-012345"},"data":{}}""")).Select(passed => $"{passed}"));

    [Fact]
    public void CronJobs_that_are_suspended_or_have_no_schedule_miss_nothing() =>
        Assert.Equal(
            ["n/often: 600"],
            MissedRuns.Of(
                List(
                    """{"metadata":{"namespace":"n","name":"often"},"spec":{"schedule":"* * * * *"},"status":{"lastScheduleTime":"2026-11-23T08:00:00Z"}}""",
                    """{"metadata":{"namespace":"n","name":"off"},"spec":{"schedule":"* * * * *","suspend":true}}""",
                    """{"metadata":{"namespace":"n","name":"odd"},"spec":{"schedule":"sometimes"}}""",
                    """{"metadata":{"namespace":"n","name":"rare"},"spec":{"schedule":"0 0 1 1 *"}}"""),
                Asleep, Awake).Select(missed => $"{missed}"));

    [Fact]
    public void Pods_without_a_group_are_missing_unless_they_had_ended_or_were_never_bound()
    {
        static string Pod(string name, string phase, string? more = null) =>
            $$$"""{"metadata":{"namespace":"n","name":"{{{name}}}","uid":"u-{{{name}}}"{{{more}}}},"spec":{"nodeName":"node"},"status":{"phase":"{{{phase}}}"}}""";
        var (back, missing) = ReturningPods.Of(
            List(
                Pod("b", "Running"), Pod("a", "Pending"), Pod("lost", "Running"), Pod("over", "Failed"), Pod("leaving", "Running", ",\"deletionTimestamp\":\"2026-11-23T07:50:00Z\""),
                """{"metadata":{"namespace":"n","name":"unbound","uid":"u"},"spec":{},"status":{"phase":"Pending"}}"""),
            new HashSet<string> { "u-a", "u-b", "u-other" });
        Assert.Equal(["n/a", "n/b"], back);
        Assert.Equal(["n/lost"], missing);
    }

    private static JsonElement List(params string[] items) => JsonDocument.Parse($$"""{"items":[{{string.Join(",", items)}}]}""").RootElement;
}
