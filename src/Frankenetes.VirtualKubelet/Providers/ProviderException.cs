namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>A provider could not do what it was asked for.</summary>
/// <param name="failure">What to do about it.</param>
/// <param name="reason">One word for a container's waiting reason or an event, as in <c>ErrImagePull</c>.</param>
/// <param name="message">For people, in events and logs: no secrets.</param>
/// <param name="inner">Evidence; null: none.</param>
public sealed class ProviderException(ProviderFailure failure, string reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do about it.</summary>
    public ProviderFailure Failure { get; } = failure;

    /// <summary>One word.</summary>
    public string Reason { get; } = reason;

    /// <summary>When to come back; zero: the kubelet's own back-off decides.</summary>
    public TimeSpan RetryAfter { get; init; }
}
