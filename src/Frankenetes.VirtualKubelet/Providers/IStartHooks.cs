using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>A provider whose backend knows no postStart hooks implements this where something beside the container can call them.</summary>
internal interface IStartHooks
{
    /// <summary>Calls the container's postStart hook. Why it failed; null: it did not.</summary>
    /// <exception cref="ProviderException"><see cref="ProviderFailure.Unreachable"/>: the line broke, and whether the hook was called is not known.</exception>
    Task<string?> CallAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken);

    /// <summary>Ends the container as a kubelet does, with its preStop hook and the pod's grace; its restart policy says what follows. Returns when it has ended or the grace is over.</summary>
    Task EndAsync(V1Pod pod, V1Container container, CancellationToken cancellationToken);
}
