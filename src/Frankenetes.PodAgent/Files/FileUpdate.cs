using Frankenetes.PodAgent.Native;
using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Files;

/// <summary>Writes volumes anew, one after the other.</summary>
internal static class FileUpdate
{
    public static Result Run(FileRequest request)
    {
        foreach (var volume in request.Volumes)
        {
            try
            {
                VolumeWriter.Write(volume);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return new Result(1, $"{volume.Path} cannot be written: {FileFailure.Reason(failure)}");
            }
        }
        return new Result(0);
    }
}
