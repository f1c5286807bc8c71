using System.Globalization;
using Azure;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Failures;

/// <summary>Reads Azure's error codes (Resource Manager, Container Instances, Blob and Files).</summary>
internal static class AzureFailure
{
    /// <summary>What is signed is refused when it is older than this, or as much too young.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(15);

    public static FrankenetesException Translate(RequestFailedException failure)
    {
        var code = failure.ErrorCode is { Length: > 0 } text ? $" ({text})" : "";
        var clock = ClockComplaint(failure);
        return new FrankenetesException(clock is null ? Describe(failure) : ErrorCatalog.ClockWrong, clock ?? FailureTranslator.FirstLine(failure.Message) + code, null, failure)
        {
            AzureStatus = failure.Status == 0 ? null : failure.Status,
            AzureErrorCode = failure.ErrorCode,
            AzureRequestId = failure.GetRawResponse() is { } answer && answer.Headers.TryGetValue("x-ms-request-id", out var id) ? id : null,
        };
    }

    // Azure says no more than that the signature is wrong; but every answer tells its time.
    private static string? ClockComplaint(RequestFailedException failure)
    {
        if (failure.Status is not (401 or 403) || failure.GetRawResponse()?.Headers.Date is not { } azure)
            return null;
        var ahead = TimeProvider.System.GetUtcNow() - azure;
        return ahead.Duration() < MostSkew ? null
            : string.Create(CultureInfo.InvariantCulture, $"Azure refused what this machine signed: its clock is {ahead.Duration():d\\.hh\\:mm\\:ss} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} Azure's.");
    }

    private static ErrorDescription Describe(RequestFailedException failure) => failure.ErrorCode switch
    {
        "SubscriptionNotFound" or "InvalidSubscriptionId" => ErrorCatalog.SubscriptionNotFound,
        "LocationNotAvailableForResourceGroup" or "LocationNotAvailableForResourceType" => ErrorCatalog.InvalidLocation,
        "DnsNameLabelAlreadyTaken" => ErrorCatalog.DnsNameTaken,
        "InaccessibleImage" or "ImageNotFound" => ErrorCatalog.ImageNotAvailable,
        "LeaseAlreadyPresent" => ErrorCatalog.ClusterBusy,
        "LeaseIdMissing" or "LeaseIdMismatchWithBlobOperation" or "LeaseLost" or "ConditionNotMet" => ErrorCatalog.ClusterLockLost,
        "InsufficientStorage" or "DiskFull" => ErrorCatalog.DiskFull,
        _ => DescribeStatus(failure),
    };

    private static ErrorDescription DescribeStatus(RequestFailedException failure) => failure.Status switch
    {
        0 => ErrorCatalog.AzureUnreachable,
        401 => ErrorCatalog.SignInFailed,
        403 => ErrorCatalog.AccessDenied,
        429 => ErrorCatalog.QuotaExceeded,
        507 => ErrorCatalog.DiskFull,
        _ when failure.ErrorCode?.Contains("Quota", StringComparison.OrdinalIgnoreCase) == true => ErrorCatalog.QuotaExceeded,
        _ => ErrorCatalog.AzureRequestFailed,
    };
}
