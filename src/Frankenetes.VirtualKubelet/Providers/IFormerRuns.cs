using Frankenetes.VirtualKubelet.Pods;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>A provider whose backend keeps nothing of a container's run before the present one implements this where something beside the program keeps it.</summary>
internal interface IFormerRuns
{
    /// <summary>The last output of the run before the present one, each line with its time in front; or its last message. Null: nothing is kept.</summary>
    /// <exception cref="SessionException">The container does not run.</exception>
    Task<string?> ReadAsync(PodKey pod, string container, bool message, CancellationToken cancellationToken);
}
