using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Frankenetes.Clusters.Failures;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Tests.Failures;

public class FailureTranslatorTests
{
    [Theory]
    [InlineData(401, "InvalidAuthenticationToken", "SignInFailed")]
    [InlineData(403, "AuthorizationFailed", "AccessDenied")]
    [InlineData(404, "SubscriptionNotFound", "SubscriptionNotFound")]
    [InlineData(400, "LocationNotAvailableForResourceGroup", "InvalidLocation")]
    [InlineData(409, "DnsNameLabelAlreadyTaken", "DnsNameTaken")]
    [InlineData(400, "InaccessibleImage", "ImageNotAvailable")]
    [InlineData(409, "LeaseAlreadyPresent", "ClusterBusy")]
    [InlineData(412, "ConditionNotMet", "ClusterLockLost")]
    [InlineData(429, "TooManyRequests", "QuotaExceeded")]
    [InlineData(409, "ContainerGroupQuotaReached", "QuotaExceeded")]
    [InlineData(0, null, "AzureUnreachable")]
    [InlineData(500, "InternalServerError", "AzureRequestFailed")]
    public void Azure_s_codes_find_their_entry(int status, string? code, string expected)
    {
        var failure = FailureTranslator.Translate(new RequestFailedException(status, "What happened.\nStatus: x", code, null));
        Assert.Equal(expected, failure.ErrorId);
        Assert.Equal(code, failure.AzureErrorCode);
        Assert.DoesNotContain("\n", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-26.5, "1.02:", "ahead of")]
    [InlineData(26.5, "1.02:", "behind")]
    public void A_refusal_by_a_server_whose_clock_is_another_tells_of_the_clock(double hours, string difference, string direction)
    {
        var failure = FailureTranslator.Translate(new RequestFailedException(Answer(hours)));
        Assert.Equal("ClockWrong", failure.ErrorId);
        Assert.Contains(difference, failure.Message, StringComparison.Ordinal);
        Assert.Contains($" {direction} Azure's", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_at_about_the_same_time_is_what_it_says() => Assert.Equal("AccessDenied", FailureTranslator.Translate(new RequestFailedException(Answer(0))).ErrorId);

    [Fact]
    public void A_full_disk_is_told_from_other_failures_of_files() =>
        Assert.Equal("DiskFull", FailureTranslator.Translate(new IOException("No space left on device", 28)).ErrorId);

    [Fact]
    public void A_failure_of_ours_stays_as_it_is()
    {
        var failure = new FrankenetesException(ErrorCatalog.ClusterNotFound, "x");
        Assert.Same(failure, FailureTranslator.Translate(new AggregateException(failure)));
    }

    [Fact]
    public void What_nobody_foresaw_is_ours_to_mend() =>
        Assert.Equal(FrankenetesErrorKind.Bug, FailureTranslator.Translate(new InvalidOperationException("x")).Kind);

    private static Answered Answer(double hours) => new(DateTimeOffset.UtcNow.AddHours(hours));

    /// <summary>A refusal that was sent at some time.</summary>
    private sealed class Answered(DateTimeOffset at) : Response
    {
        public override int Status => 403;

        public override string ReasonPhrase => "Forbidden";

        public override Stream? ContentStream { get; set; }

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
        }

        protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [new("Date", at.ToString("R"))];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = name == "Date" ? at.ToString("R") : null;
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }
    }
}
