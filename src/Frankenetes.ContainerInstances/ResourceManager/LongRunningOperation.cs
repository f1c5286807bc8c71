using Azure;
using Azure.Core;
using Frankenetes.ContainerInstances.Serialization;

namespace Frankenetes.ContainerInstances.ResourceManager;

/// <summary>
/// Follows an asynchronous ARM operation from its first answer to its end: by Azure-AsyncOperation (200 with a status) or Location (202 until done), waiting
/// Retry-After between polls. Source: ARM, "Track asynchronous Azure operations".
/// </summary>
internal static class LongRunningOperation
{
    /// <exception cref="RequestFailedException">The operation ended as Failed or Canceled; the code is the operation's.</exception>
    public static async Task CompleteAsync(ArmPipeline pipeline, Response first, CancellationToken cancellationToken)
    {
        var byStatus = first.Headers.TryGetValue("Azure-AsyncOperation", out var address);
        if (!byStatus && !(first.Status == 202 && first.Headers.TryGetValue("Location", out address))) return;

        for (var answer = first; ;)
        {
            await WaitAsync(pipeline, answer, cancellationToken).ConfigureAwait(false);
            answer = await pipeline.SendAsync(RequestMethod.Get, new Uri(address!), null, cancellationToken).ConfigureAwait(false);
            if (answer.Status == 404 && !byStatus) return;
            if (answer.IsError) throw new RequestFailedException(answer);
            if (byStatus ? IsDone(answer) : answer.Status != 202) return;
        }
    }

    private static bool IsDone(Response answer)
    {
        var operation = ArmPipeline.Read(answer, ArmJson.Default.OperationStatus);
        return operation.Status.ToUpperInvariant() switch
        {
            "SUCCEEDED" => true,
            "FAILED" or "CANCELED" => throw new RequestFailedException(
                answer.Status, operation.Error?.Message ?? $"The operation ended as {operation.Status}.", operation.Error?.Code ?? operation.Status, null),
            _ => false,
        };
    }

    private static Task WaitAsync(ArmPipeline pipeline, Response answer, CancellationToken cancellationToken)
    {
        var wait = answer.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : pipeline.PollingInterval;
        return Task.Delay(wait, pipeline.TimeProvider, cancellationToken);
    }
}
