using System.Net;
using Frankenetes.Clusters.Reports;

namespace Frankenetes.Clusters.Tests.Reports;

public class ResumeReporterTests
{
    [Fact]
    public async Task What_Azure_does_not_tell_is_missing_in_the_report_and_ends_no_resume()
    {
        using var azure = new TestAzure { Answer = request => request.EndsWith("/containerGroups", StringComparison.Ordinal) ? (HttpStatusCode.Forbidden, """{"error":{"code":"AuthorizationFailed","message":"No list."}}""") : null };
        var record = TestCluster.Record(2) with { IPAddress = "127.0.0.1" };
        var report = await new ResumeReporter(await azure.OpenAsync(), record, TestCluster.Keys).ComposeAsync([], CancellationToken.None);
        Assert.Contains("AuthorizationFailed", report.Incomplete, StringComparison.Ordinal);
        Assert.Empty(report.PodsRecreated);
    }
}
