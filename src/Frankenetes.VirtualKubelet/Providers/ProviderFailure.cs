namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>What the kubelet does after a failure.</summary>
public enum ProviderFailure
{
    /// <summary>The backend gave no usable answer. Nothing is concluded about any pod; the node says that its backend is out of reach, and the call comes again after a back-off.</summary>
    Unreachable,

    /// <summary>Not now: the backend (or our own keeping under its rates) asks to come back after <see cref="ProviderException.RetryAfter"/>. Says nothing about the pod.</summary>
    Busy,

    /// <summary>Not yet, and for this pod alone: it comes back after <see cref="ProviderException.RetryAfter"/> and is left alone until then, other pods are not.</summary>
    Waiting,

    /// <summary>The backend can never run this pod as it is: told in status and event, not tried again until the pod changes.</summary>
    Refused,

    /// <summary>The backend said no, and may say yes another time (an image that is not there, a quota): told in status and event, tried again after a back-off that grows to five minutes.</summary>
    Rejected,

    /// <summary>Something that the pod names is not there yet: told, tried again within seconds.</summary>
    Missing,

    /// <summary>An instance of another pod or owner bears the name.</summary>
    Occupied,

    /// <summary>What was asked for is not there.</summary>
    Absent,

    /// <summary>This provider, or this pod, has no such thing; the message says why.</summary>
    Unsupported,
}
