using System.Globalization;
using Frankenetes.Clusters.Certificates;
using Frankenetes.Clusters.Components;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Failures;
using Frankenetes.Clusters.Lifecycle;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Reports;

/// <summary>
/// Tells what a resume brought back and what ran out meanwhile. It reads the cluster as it was when its gate opened, by revision: by now the controllers may
/// have done away with what passed.
/// </summary>
internal sealed class ResumeReporter(ClusterHandle cluster, ClusterRecord record, ClusterKeys keys)
{
    private const int CronJobsOfV1 = 21;

    /// <summary>The report; what could not be found out is missing in it, and it says so.</summary>
    /// <param name="renewed">Names of certificates that had run out and were renewed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<FrankenetesResumeReport> ComposeAsync(IReadOnlyList<string> renewed, CancellationToken cancellationToken)
    {
        var now = cluster.Options.Time.GetUtcNow();
        var word = await cluster.Channel.ReadAsync(ControlChannel.Keeper, cancellationToken).ConfigureAwait(false);
        var start = word?.Epoch == record.Epoch ? word.Start : null;
        var since = start is { Exact: true } || record.Restore is not null ? start?.LastAt : record.SuspendedAt ?? start?.LastAt;
        var (found, trouble) = await TryLookAsync(start, since, now, cancellationToken).ConfigureAwait(false);
        var lost = start is { Complete: false } ? start.Remark : null;
        return new FrankenetesResumeReport
        {
            ClusterName = record.Name,
            Epoch = record.Epoch,
            AsleepSince = since,
            ResumedAt = now,
            RestoredFrom = record.Restore?.Checkpoint,
            Clean = start?.Exact ?? record.SuspendedClean,
            Revision = start?.Revision,
            Lost = lost,
            LostAtMost = lost is null ? null : record.SuspendedAt - start!.LastAt,
            PodsRecreated = found.PodsRecreated,
            PodsMissing = found.PodsMissing,
            MissedRuns = found.MissedRuns,
            PassedDeadlines = found.PassedDeadlines,
            RenewedCertificates = renewed,
            Incomplete = trouble,
        };
    }

    private async Task<(Findings Found, string? Trouble)> TryLookAsync(AgentStart? start, DateTimeOffset? since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return (await LookAsync(start?.Opened, since ?? now, now, cancellationToken).ConfigureAwait(false), null);
        }
        // The cluster serves by now: no question about it may end the resume.
        catch (Exception failure) when (!FailureTranslator.IsCancelled(failure, cancellationToken))
        {
            return (Findings.None, FailureTranslator.Translate(failure).Message);
        }
    }

    private async Task<Findings> LookAsync(long? revision, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var client = new ApiServerClient(record, keys, cluster.Options.Time);
        var uids = new PodGroups(cluster).UidsAsync(cancellationToken);
        var cronJobs = KubernetesVersion.TryParse(record.KubernetesVersion, out var version) && !version.IsAtLeast(CronJobsOfV1) ? "v1beta1" : "v1";
        var asking = Task.WhenAll(new[]
        {
            "/api/v1/pods?", "/apis/batch/v1/jobs?", "/apis/coordination.k8s.io/v1/leases?", "/api/v1/secrets?fieldSelector=type%3Dbootstrap.kubernetes.io%2Ftoken&", $"/apis/batch/{cronJobs}/cronjobs?",
        }.Select(path => client.GetAsync(path + At(revision), cancellationToken)));
        await Task.WhenAll(uids, asking).ConfigureAwait(false);
        var lists = await asking.ConfigureAwait(false);
        try
        {
            var (pods, jobs, leases, tokens, schedules) = (lists[0].RootElement, lists[1].RootElement, lists[2].RootElement, lists[3].RootElement, lists[4].RootElement);
            var (back, missing) = ReturningPods.Of(pods, await uids.ConfigureAwait(false));
            var passed = new PassedDeadlines(since, now);
            return new Findings(back, missing, [.. MissedRuns.Of(schedules, since, now)], [.. passed.OfPods(pods), .. passed.OfJobs(jobs), .. passed.OfLeases(leases), .. passed.OfTokens(tokens)]);
        }
        finally
        {
            foreach (var list in lists)
                list.Dispose();
        }
    }

    private static string At(long? revision) =>
        revision is { } known ? string.Create(CultureInfo.InvariantCulture, $"resourceVersion={known}&resourceVersionMatch=Exact") : "";
}
