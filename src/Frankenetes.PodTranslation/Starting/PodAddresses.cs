using k8s.Models;

namespace Frankenetes.PodTranslation.Starting;

/// <summary>The pod's address in variables: Azure gives it after the group's variables are fixed, so a placeholder stands there that the pod agent replaces where it starts a program.</summary>
internal static class PodAddresses
{
    /// <summary>What the pod agent knows it by.</summary>
    public const string Placeholder = "{frankenetes.io/pod-ip}";

    /// <summary>Whether a field of the downward API is the address.</summary>
    public static bool IsAddress(string? field) => field is "status.podIP" or "status.podIPs";

    /// <summary>Whether variables of the container hold it.</summary>
    public static bool IsAsked(V1Container container) => container.Env?.Any(variable => IsAddress(variable.ValueFrom?.FieldRef?.FieldPath)) == true;
}
