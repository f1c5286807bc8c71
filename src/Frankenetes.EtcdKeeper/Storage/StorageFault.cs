using Azure;

namespace Frankenetes.EtcdKeeper.Storage;

/// <summary>Tells failures of the storage service from mistakes of ours, and puts them into words that hold no secret.</summary>
internal static class StorageFault
{
    public static bool Is(Exception e, CancellationToken cancellation)
        => !cancellation.IsCancellationRequested
            && (e is RequestFailedException or HttpRequestException or IOException or OperationCanceledException or TimeoutException
                || (e is AggregateException many && many.InnerExceptions.All(inner => Is(inner, cancellation))));

    public static string Describe(Exception e) => e switch
    {
        RequestFailedException { Status: > 0 } answer => $"HTTP {answer.Status} {answer.ErrorCode}".TrimEnd(),
        RequestFailedException { InnerException: { } inner } => Describe(inner),
        AggregateException many => Describe(many.InnerExceptions[^1]),
        HttpRequestException unreachable => $"unreachable ({unreachable.HttpRequestError})",
        OperationCanceledException or TimeoutException => "no answer in time",
        _ => $"the transfer failed ({e.Message})",
    };
}
