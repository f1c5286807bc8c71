using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Fields that ask for nothing dangerous and have no effect on ACI: said, not refused.</summary>
internal static class IgnoredFields
{
    public static void Note(V1PodSpec spec, bool agent, Notes notes)
    {
        if (!string.IsNullOrEmpty(spec.Hostname) || !string.IsNullOrEmpty(spec.Subdomain)) notes.Ignored("spec.hostname", "a container group is its own host and is called after itself");
        if (spec.SecurityContext?.FsGroup is not null) notes.Ignored("spec.securityContext.fsGroup", "ACI's volumes belong to root; emptyDir may be written by all");
        foreach (var (container, at) in ContainerPaths.All(spec))
        {
            if (container.ImagePullPolicy is "Never") notes.Ignored($"{at}.imagePullPolicy", "ACI pulls images itself when a group starts");
            if (!agent && container.TerminationMessagePath is not (null or "" or "/dev/termination-log")) notes.Ignored($"{at}.terminationMessagePath", "ACI reads no file when a container ends");
        }
        foreach (var container in (spec.InitContainers ?? []).Where(container => container.Resources?.Requests is { Count: > 0 } || container.Resources?.Limits is { Count: > 0 }))
            notes.Ignored($"{ContainerPaths.OfInit(container)}.resources", "init containers of ACI have the whole group's while they run");
    }
}
