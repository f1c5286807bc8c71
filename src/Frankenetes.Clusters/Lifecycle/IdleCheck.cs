using System.Globalization;
using System.Text.Json;
using Frankenetes.Clusters.Control;
using Frankenetes.Clusters.Observation;
using Frankenetes.Clusters.Pods;
using Frankenetes.Clusters.Records;
using Frankenetes.Contracts;

namespace Frankenetes.Clusters.Lifecycle;

/// <summary>
/// Whether a cluster is used: by changes of people and workloads, which an agent looks up in the API server's audit log when it is asked, and by pods that run without being marked as
/// no reason to stay awake.
/// </summary>
internal sealed class IdleCheck(ClusterHandle cluster, ClusterRecord record)
{
    private const string Mark = "frankenetes.io/ignored-when-idle";
    private const int Named = 3;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    /// <summary>Null where it has been idle for so long, else why it counts as used.</summary>
    /// <exception cref="FrankenetesException">IdleUnknown: nobody can say.</exception>
    public async Task<string?> WhyUsedAsync(TimeSpan idle, CancellationToken cancellationToken)
    {
        using var client = new ApiServerClient(record, await cluster.Store.ReadKeysAsync(cancellationToken).ConfigureAwait(false), cluster.Options.Time);
        using var pods = await client.GetAsync("/api/v1/pods", cancellationToken).ConfigureAwait(false);
        return Running(pods.RootElement) ?? Changed(await AskAsync(cancellationToken).ConfigureAwait(false), idle);
    }

    /// <summary>The pods that keep a cluster awake; null where none does.</summary>
    internal static string? Running(JsonElement pods)
    {
        var running = pods.Items("items")
            .Where(pod => !PodReader.HasEnded(pod))
            .Select(pod => pod.Member("metadata"))
            .Where(metadata => !metadata.Texts("annotations").TryGetValue(Mark, out var mark) || mark != "true")
            .Select(metadata => $"{metadata.Text("namespace")}/{metadata.Text("name")}").Order(StringComparer.Ordinal).ToList();
        return running.Count == 0 ? null : $"{running.Count} {(running.Count == 1 ? "pod runs" : "pods run")}: {string.Join(", ", running.Take(Named))}{(running.Count > Named ? ", …" : "")}";
    }

    private string? Changed(AgentAcknowledgement word, TimeSpan idle)
    {
        var awake = record.LastResume?.ResumedAt ?? record.CreatedAt;
        var since = word.LastWrite?.At > awake ? word.LastWrite.At : awake;
        if (cluster.Options.Time.GetUtcNow() - since >= idle)
            return null;
        return word.LastWrite?.At == since
            ? string.Create(CultureInfo.InvariantCulture, $"'{word.LastWrite.User}' asked to {word.LastWrite.Verb} {word.LastWrite.Resource} at {since:u}")
            : string.Create(CultureInfo.InvariantCulture, $"it has been awake only since {since:u}");
    }

    private async Task<AgentAcknowledgement> AskAsync(CancellationToken cancellationToken)
    {
        var asked = await cluster.Channel.AskAsync(record.Epoch, ControlRequest.Run, cancellationToken).ConfigureAwait(false);
        var word = await cluster.Channel.WaitAsync(
            ControlChannel.Witness(record.Topology), said => said.Answers(asked), AnswerLimit, cancellationToken).ConfigureAwait(false);
        return word is { KnowsWrites: true }
            ? word
            : throw new FrankenetesException(ErrorCatalog.IdleUnknown, word is null ? "Whoever reads the API server's audit log did not answer." : "The API server's audit log cannot be read.", record.Name);
    }
}
