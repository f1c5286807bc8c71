using Azure;
using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>How an attempt to make a pod's group went.</summary>
internal enum PodCreation
{
    /// <summary>ARM accepted it.</summary>
    Accepted,

    /// <summary>The pod wants what ACI cannot do; trying again changes nothing.</summary>
    Refused,

    /// <summary>Something that it needs is not there yet.</summary>
    Missing,

    /// <summary>ARM said no.</summary>
    Rejected,
}

/// <summary>Makes the container group of a pod, and says in the pod's status and events why it could not.</summary>
internal sealed class PodCreator(PodInputReader reader, PodTranslator translator, PodGroups groups, PodStatusComposer composer, PodStatusWriter writer, PodEvents events, ILogger logger)
{
    /// <exception cref="RequestFailedException">ARM is busy or failed; it may work a moment later.</exception>
    public async Task<PodCreation> CreateAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        try
        {
            var inputs = await reader.ReadAsync(pod, cancellationToken).ConfigureAwait(false);
            var group = translator.Translate(pod, inputs);
            await groups.CreateAsync(key, group, cancellationToken).ConfigureAwait(false);
            logger.LogInformation("{Pod}: container group {Group} is being created", key, PodGroups.Name(key));
            await events.TellAsync(pod, "ContainerGroupCreated", $"container group {PodGroups.Name(key)}", cancellationToken).ConfigureAwait(false);
            return PodCreation.Accepted;
        }
        catch (RefusedPodException refused)
        {
            await ReportAsync(pod, "CreateContainerConfigError", "Unsupported", refused.Message, cancellationToken).ConfigureAwait(false);
            return PodCreation.Refused;
        }
        catch (MissingInputException missing)
        {
            await ReportAsync(pod, "CreateContainerConfigError", "FailedMount", missing.Message, cancellationToken).ConfigureAwait(false);
            return PodCreation.Missing;
        }
        catch (RequestFailedException failed) when (failed.Status is >= 400 and < 500 and not (401 or 408 or 409 or 429))
        {
            var reason = failed.ErrorCode == "InaccessibleImage" ? "ErrImagePull" : "CreateContainerError";
            // The first line is ARM's code and words; the rest is headers.
            await ReportAsync(pod, reason, "FailedCreateContainerGroup", $"{failed.ErrorCode}: {failed.Message.Split('\n')[0].Trim()}", cancellationToken).ConfigureAwait(false);
            return PodCreation.Rejected;
        }
    }

    /// <summary>Says that ARM accepted the group and could not make it.</summary>
    public Task ReportFailureAsync(V1Pod pod, string message, CancellationToken cancellationToken) =>
        ReportAsync(pod, "CreateContainerError", "FailedCreateContainerGroup", message, cancellationToken);

    private async Task ReportAsync(V1Pod pod, string waitingReason, string eventReason, string message, CancellationToken cancellationToken)
    {
        logger.LogWarning("{Pod}: {Reason}: {Message}", PodKey.Of(pod), eventReason, message);
        await writer.WriteAsync(pod, composer.Waiting(pod, waitingReason, message), cancellationToken).ConfigureAwait(false);
        await events.WarnAsync(pod, eventReason, message, cancellationToken).ConfigureAwait(false);
    }
}
