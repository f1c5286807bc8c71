using Frankenetes.Clusters.Control;

namespace Frankenetes.Clusters.Observation;

/// <summary>What the keeper's last word says about the safety of a running cluster's state.</summary>
internal static class ProtectionReader
{
    /// <summary>The keeper renews its word every 30 s; after three times that nobody knows.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <summary>Since when changes do not reach storage, as far as anybody knows; null = they do, or the keeper has not spoken yet.</summary>
    public static DateTimeOffset? UnprotectedSince(AgentAcknowledgement? word, int epoch, DateTimeOffset now) => word switch
    {
        { Protection.UnprotectedSince: { } since } when word.Epoch == epoch => since,
        { Protection.At: var at } when word.Epoch == epoch && now - at > Silence => at,
        _ => null,
    };
}
