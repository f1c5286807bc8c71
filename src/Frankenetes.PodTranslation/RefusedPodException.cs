namespace Frankenetes.PodTranslation;

/// <summary>The pod cannot become a container group as long as it is as it is.</summary>
internal sealed class RefusedPodException(IReadOnlyList<Refusal> refusals) : Exception(string.Join("; ", refusals))
{
    public RefusedPodException(string field, string reason)
        : this([new Refusal(field, reason)])
    {
    }

    public IReadOnlyList<Refusal> Refusals { get; } = refusals;
}
