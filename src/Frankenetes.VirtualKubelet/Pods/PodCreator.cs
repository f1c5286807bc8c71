using Frankenetes.PodTranslation;
using Frankenetes.VirtualKubelet.Pods.Files;
using Frankenetes.VirtualKubelet.Providers;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Frankenetes.VirtualKubelet.Pods;

/// <summary>How an attempt to start a pod went.</summary>
internal enum PodCreation
{
    /// <summary>The provider took the order.</summary>
    Accepted,

    /// <summary>The pod wants what the provider cannot do; trying again changes nothing.</summary>
    Refused,

    /// <summary>Something that it needs is not there yet.</summary>
    Missing,

    /// <summary>The backend said no.</summary>
    Rejected,
}

/// <summary>Starts a pod, and says in its status and events why it could not.</summary>
internal sealed class PodCreator(PodInputReader reader, IPodProvider provider, PodStatusComposer composer, PodStatusWriter writer, PodEvents events, FileUpkeep files, ILogger logger)
{
    /// <exception cref="ProviderException">The backend is busy or out of reach; it may work a moment later.</exception>
    public async Task<PodCreation> CreateAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        var key = PodKey.Of(pod);
        try
        {
            var inputs = await reader.ReadAsync(pod, cancellationToken).ConfigureAwait(false);
            var absent = PodNeeds.Check(pod, inputs);
            await provider.CreateAsync(pod, inputs, cancellationToken).ConfigureAwait(false);
            files.Created(pod, inputs);
            logger.LogInformation("{Pod}: {Instance} is being created", key, provider.Describe(key));
            await events.TellAsync(pod, "Created", provider.Describe(key), cancellationToken).ConfigureAwait(false);
            foreach (var remark in provider.Remarks(pod, inputs).Concat(absent)) await events.TellAsync(pod, remark.Reason, remark.Message, cancellationToken).ConfigureAwait(false);
            return PodCreation.Accepted;
        }
        catch (MissingInputException missing)
        {
            await ReportAsync(pod, "CreateContainerConfigError", missing.Reason, missing.Message, cancellationToken).ConfigureAwait(false);
            return PodCreation.Missing;
        }
        catch (ProviderException said) when (OutcomeOf(said.Failure) is not null)
        {
            var waiting = said.Failure is ProviderFailure.Refused or ProviderFailure.Missing ? "CreateContainerConfigError" : said.Reason;
            await ReportAsync(pod, waiting, said.Failure == ProviderFailure.Rejected ? "FailedCreate" : said.Reason, said.Message, cancellationToken).ConfigureAwait(false);
            return OutcomeOf(said.Failure)!.Value;
        }
    }

    /// <summary>Says that the backend took the order and could not make it.</summary>
    public Task ReportFailureAsync(V1Pod pod, string message, CancellationToken cancellationToken) => ReportAsync(pod, "CreateContainerError", "FailedCreate", message, cancellationToken);

    private static PodCreation? OutcomeOf(ProviderFailure failure) => failure switch
    {
        ProviderFailure.Refused or ProviderFailure.Unsupported => PodCreation.Refused,
        ProviderFailure.Missing => PodCreation.Missing,
        ProviderFailure.Rejected or ProviderFailure.Occupied or ProviderFailure.Absent => PodCreation.Rejected,
        _ => null,
    };

    private async Task ReportAsync(V1Pod pod, string waitingReason, string eventReason, string message, CancellationToken cancellationToken)
    {
        logger.LogWarning("{Pod}: {Reason}: {Message}", PodKey.Of(pod), eventReason, message);
        await writer.WriteAsync(pod, composer.Waiting(pod, waitingReason, message), cancellationToken).ConfigureAwait(false);
        await events.WarnAsync(pod, eventReason, message, cancellationToken).ConfigureAwait(false);
    }
}
