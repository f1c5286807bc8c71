using System.Management.Automation;
using Frankenetes.Clusters.Failures;
using Frankenetes.Contracts;

namespace Frankenetes.Module.Pipeline;

/// <summary>Turns any failure into an error record with a stable id, a category and advice.</summary>
internal static class ErrorTranslator
{
    public static ErrorRecord ToErrorRecord(Exception failure, object? target)
    {
        var known = FailureTranslator.Translate(failure);
        return new ErrorRecord(known, known.ErrorId, Category(known.Kind), known.Target ?? target)
        {
            ErrorDetails = new ErrorDetails(Text(known)) { RecommendedAction = known.RecommendedAction },
        };
    }

    internal static ErrorCategory Category(FrankenetesErrorKind kind) => kind switch
    {
        FrankenetesErrorKind.Invalid => ErrorCategory.InvalidArgument,
        FrankenetesErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        FrankenetesErrorKind.Exists => ErrorCategory.ResourceExists,
        FrankenetesErrorKind.State => ErrorCategory.InvalidOperation,
        FrankenetesErrorKind.Busy => ErrorCategory.ResourceBusy,
        FrankenetesErrorKind.Denied => ErrorCategory.PermissionDenied,
        FrankenetesErrorKind.SignIn => ErrorCategory.AuthenticationError,
        FrankenetesErrorKind.Quota => ErrorCategory.QuotaExceeded,
        FrankenetesErrorKind.Timeout => ErrorCategory.OperationTimeout,
        FrankenetesErrorKind.Unreachable => ErrorCategory.ConnectionError,
        FrankenetesErrorKind.Missing => ErrorCategory.NotInstalled,
        FrankenetesErrorKind.Integrity => ErrorCategory.InvalidData,
        FrankenetesErrorKind.Failed => ErrorCategory.InvalidResult,
        _ => ErrorCategory.NotSpecified,
    };

    private static string Text(FrankenetesException failure) =>
        failure.Step is { } step ? $"{failure.Message} (step: {step})" : failure.Message;
}
