namespace Frankenetes.PodTranslation;

/// <summary>A ConfigMap, a Secret or a key in one that the pod needs is not there; it may come.</summary>
internal sealed class MissingInputException(string message) : Exception(message)
{
    /// <summary>In one word, for the event.</summary>
    public string Reason { get; init; } = "FailedMount";
}
