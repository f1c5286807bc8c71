using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>What hangs on the user that an image runs as, where the pod itself names none.</summary>
internal static class ImageUsers
{
    /// <summary>The pod's word is not enough: the image's is needed.</summary>
    public static bool NeedsImage(V1PodSpec spec, V1Container container) =>
        (container.SecurityContext?.RunAsUser ?? spec.SecurityContext?.RunAsUser) is null && (MustNotBeRoot(spec, container) || MountedShares(spec, container).Any());

    /// <exception cref="MissingInputException">The image must be known and is not.</exception>
    public static IEnumerable<Refusal> Refusals(V1PodSpec spec, PodInputs inputs)
    {
        foreach (var (container, at) in ContainerPaths.All(spec).Where(one => NeedsImage(spec, one.Container)))
        {
            var answer = Inputs.Image(inputs, container.Image);
            if (MustNotBeRoot(spec, container))
            {
                var image = answer?.Configuration ?? throw new MissingInputException(
                    $"{at}.securityContext.runAsNonRoot stands without runAsUser, so the user of image {container.Image} is needed, and {answer?.Failure ?? "its registry was not asked"}");
                if (image.UserNumber is null) yield return new($"{at}.securityContext.runAsNonRoot", $"the image's user {image.User} is a name, so nobody can tell whether it is root; set runAsUser");
                if (image.UserNumber == 0) yield return new($"{at}.securityContext.runAsNonRoot", "the image runs as root; set runAsUser");
            }
            if (answer?.Configuration is not { UserNumber: not 0 } other) continue;
            foreach (var volume in MountedShares(spec, container))
                yield return new($"spec.volumes[{volume.Name}]", $"the image of {at} runs as user {other.User}, and ACI mounts Azure Files only where a container runs as root");
        }
    }

    private static bool MustNotBeRoot(V1PodSpec spec, V1Container container) => (container.SecurityContext?.RunAsNonRoot ?? spec.SecurityContext?.RunAsNonRoot) == true;

    private static IEnumerable<V1Volume> MountedShares(V1PodSpec spec, V1Container container) =>
        (spec.Volumes ?? []).Where(volume => VolumeKinds.IsShare(volume) && container.VolumeMounts?.Any(mount => mount.Name == volume.Name) == true);
}
