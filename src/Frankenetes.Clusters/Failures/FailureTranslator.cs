using System.Net.Sockets;
using Azure;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Failures;

/// <summary>Finds the entry of the catalogue for whatever the libraries underneath threw.</summary>
internal static class FailureTranslator
{
    private const int NoSpaceOnUnix = 28;
    private const int NoSpaceOnWindows = 112;

    /// <summary>Returns a failure of ours as it is and wraps any other.</summary>
    public static FrankenetesException Translate(Exception failure) => failure switch
    {
        FrankenetesException known => known,
        AggregateException { InnerException: { } first } => Translate(first),
        ApiServerRefusal refusal => refusal.ToFailure(ErrorCatalog.ApiServerRefused, ""),
        RequestFailedException azure => AzureFailure.Translate(azure),
        OperationCanceledException => Wrap(ErrorCatalog.OperationTimedOut, "A call was not answered in time.", failure),
        HttpRequestException or SocketException => Wrap(ErrorCatalog.AzureUnreachable, $"The connection failed: {failure.GetBaseException().Message}", failure),
        IOException io when IsDiskFull(io) => Wrap(ErrorCatalog.DiskFull, "There is no space left on the disk.", failure),
        UnauthorizedAccessException or IOException => Wrap(ErrorCatalog.InvalidPath, failure.Message, failure),
        _ when IsSignIn(failure) => Wrap(ErrorCatalog.SignInFailed, SignInReason(failure), failure),
        _ => Wrap(ErrorCatalog.UnexpectedFailure, $"{failure.GetType().Name}: {FirstLine(failure.Message)}", failure),
    };

    /// <summary>Whether it is the answer to the caller's own cancellation, and so no failure.</summary>
    public static bool IsCancelled(Exception failure, CancellationToken cancellationToken) => failure is OperationCanceledException && cancellationToken.IsCancellationRequested;

    internal static string FirstLine(string text) => text.Trim().Split('\n', 2)[0].TrimEnd();

    // The sign-in library's own sentence says only that it failed; whoever was asked says why.
    private static string SignInReason(Exception failure)
    {
        var summary = FirstLine(failure.Message).TrimEnd(':', '.');
        var reason = FirstLine(failure.GetBaseException().Message);
        return reason.StartsWith(summary, StringComparison.Ordinal) ? $"{summary}." : $"{summary}: {reason}";
    }

    // By name, so that asking does not load the sign-in library.
    private static bool IsSignIn(Exception failure) =>
        failure.GetType().Namespace == "Azure.Identity" || failure.GetType().BaseType?.Namespace == "Azure.Identity";

    private static bool IsDiskFull(IOException failure) => (failure.HResult & 0xFFFF) is NoSpaceOnUnix or NoSpaceOnWindows;

    private static FrankenetesException Wrap(ErrorDescription description, string message, Exception cause) =>
        new(description, message, null, cause);
}
