using Frankenetes.ContainerInstances.Models;
using k8s.Models;

namespace Frankenetes.PodTranslation;

/// <summary>Who a container runs as and what it may; the container's word goes before the pod's.</summary>
internal static class SecurityContextTranslator
{
    public static ContainerSecurityContextDefinition? Translate(V1PodSecurityContext? pod, V1SecurityContext? container)
    {
        var user = container?.RunAsUser ?? pod?.RunAsUser;
        var group = container?.RunAsGroup ?? pod?.RunAsGroup;
        if (user is null && group is null && container?.Privileged != true && container?.AllowPrivilegeEscalation is null && container?.Capabilities is null) return null;
        return new ContainerSecurityContextDefinition
        {
            RunAsUser = (int?)user,
            RunAsGroup = (int?)group,
            IsPrivileged = container?.Privileged,
            AllowPrivilegeEscalation = container?.AllowPrivilegeEscalation,
            Capabilities = container?.Capabilities is { } capabilities
                ? new ContainerSecurityContextCapabilitiesDefinition { Add = capabilities.Add, Drop = capabilities.Drop } : null,
        };
    }
}
