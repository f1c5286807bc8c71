using Frankenetes.PodAgent.Sessions;

namespace Frankenetes.PodAgent.Files;

/// <summary>Writes volumes anew, one after the other.</summary>
internal static class FileUpdate
{
    public static Result Run(FileRequest request)
    {
        try
        {
            foreach (var volume in request.Volumes) VolumeWriter.Write(volume);
            return new Result(0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Result(1, failure.Message);
        }
    }
}
