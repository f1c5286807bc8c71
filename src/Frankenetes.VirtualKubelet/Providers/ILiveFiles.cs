using Frankenetes.PodTranslation;
using Frankenetes.PodTranslation.Volumes;
using k8s.Models;

namespace Frankenetes.VirtualKubelet.Providers;

/// <summary>A provider that can write a pod's files anew while its containers run implements this. Their first content comes with the pod itself.</summary>
internal interface ILiveFiles
{
    /// <summary>Whether the pod has any. No call is made.</summary>
    bool Covers(V1Pod pod);

    /// <summary>What they should hold, volume by volume. No call is made.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="inputs">What its volumes name.</param>
    /// <exception cref="MissingInputException">Something is not there.</exception>
    IReadOnlyList<LiveVolume> Of(V1Pod pod, PodInputs inputs);

    /// <summary>Which start of the instance this is, or null for not known: after another start the files are what they were at first.</summary>
    string? LifeOf(PodInstance instance);

    /// <summary>Writes volumes anew: whoever reads sees all of the old files or all of the new.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="container">A running container that mounts them.</param>
    /// <param name="volumes">As <see cref="Of"/> gave them.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="ProviderException">They are as they were.</exception>
    Task WriteAsync(V1Pod pod, string container, IReadOnlyList<LiveVolume> volumes, CancellationToken cancellationToken);
}
