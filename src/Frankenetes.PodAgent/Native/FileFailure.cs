using System.Runtime.InteropServices;

namespace Frankenetes.PodAgent.Native;

/// <summary>Why a file could not be had, in the system's words: this program carries no texts of .NET's.</summary>
internal static class FileFailure
{
    private const int LargestError = 133;

    public static string Reason(Exception failure)
    {
        var error = failure switch
        {
            UnauthorizedAccessException => failure.InnerException?.HResult ?? LibC.NoAccess,
            FileNotFoundException or DirectoryNotFoundException => LibC.NoSuchFile,
            _ => failure.HResult,
        };
        return error is > 0 and <= LargestError ? Marshal.GetPInvokeErrorMessage(error) : failure.Message;
    }
}
