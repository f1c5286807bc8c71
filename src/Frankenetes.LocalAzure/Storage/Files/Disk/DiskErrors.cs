using System.Runtime.InteropServices;
using Frankenetes.LocalAzure.Storage.Protocol;

namespace Frankenetes.LocalAzure.Storage.Files.Disk;

/// <summary>What the kernel refused, in the service's terms.</summary>
internal static class DiskErrors
{
    /// <summary>The error of the call just made.</summary>
    public static Exception Last() => Marshal.GetLastPInvokeError() switch
    {
        Posix.NotFound or Posix.Loop => StorageErrors.ResourceNotFound(),
        Posix.NotDirectory or Posix.IsDirectory => StorageErrors.ResourceTypeDiffers(),
        Posix.Exists => StorageErrors.ResourceAlreadyExists(),
        Posix.NotEmpty => StorageErrors.DirectoryNotEmpty(),
        Posix.TextBusy => StorageErrors.SharingViolation(),
        Posix.NameTooLong => StorageErrors.InvalidResourceName(),
        Posix.AccessDenied => StorageErrors.AuthorizationFailure(),
        Posix.NoSpace => StorageErrors.DiskFull(),
        var number => new IOException(Marshal.GetPInvokeErrorMessage(number), number),
    };
}
