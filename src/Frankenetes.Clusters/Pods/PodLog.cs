using System.Runtime.CompilerServices;
using System.Text;
using Frankenetes.Clusters.Observation;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Pods;

/// <summary>Reads the log of a container, line by line as it comes.</summary>
internal static class PodLog
{
    /// <exception cref="FrankenetesException">PodNotFound, PodLogUnavailable, ApiServerUnreachable.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(PodClient pods, PodKey pod, PodLogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = await OpenAsync(pods, pod, request, cancellationToken).ConfigureAwait(false);
        await foreach (var line in LineReader.ReadAsync(stream, cancellationToken).ConfigureAwait(false))
            yield return Encoding.UTF8.GetString(line);
    }

    private static async Task<Stream> OpenAsync(PodClient pods, PodKey pod, PodLogRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await pods.Api.OpenAsync(request.Path(pod), cancellationToken).ConfigureAwait(false);
        }
        catch (ApiServerRefusal absent) when (absent is { Status: 404, Kind: "pods" })
        {
            throw pods.Absent(pod);
        }
        catch (ApiServerRefusal refusal)
        {
            throw new FrankenetesException(ErrorCatalog.PodLogUnavailable, PodFailure.Sentence(refusal.Message), pod.ToString(), refusal);
        }
    }
}
