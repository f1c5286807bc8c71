using Azure;
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
}
